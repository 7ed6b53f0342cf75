package dev.onward.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifier;
import dev.onward.table.ByteOrderMark;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the header line and then the rows of a CSV file, one at a time. The file is in UTF-8, with or without a byte
 * order mark; the separator is the comma, semicolon or tab that is most frequent in the header line. A row that cannot
 * be parsed is returned with its problem, and reading continues with the next line.
 *
 * <p>Not thread-safe. Memory is bounded by {@link #MAX_ROW_LENGTH}.
 */
public final class CsvRows {

    /**
     * In characters, with separators and quotes. Without a limit, a quote that is not closed would include the rest of
     * the file.
     */
    static final int MAX_ROW_LENGTH = 128 * 1024;

    static final int MAX_COLUMNS = 16_384;

    /** Enough for a cell of the longest row, after which FastCSV still makes room for 8,192 characters. */
    private static final int MAX_BUFFER = MAX_ROW_LENGTH + 16 * 1024;

    private static final String UNREADABLE = "expected a row of at most " + MAX_ROW_LENGTH
            + " characters in which every quoted field is closed and followed by a separator";

    private static final String UNREADABLE_HEADER = UNREADABLE + ": a comma, semicolon or tab";

    /** The separator as Excel reads it before the header line. */
    private static final Pattern FOR_EXCEL = Pattern.compile("(?i)\"?sep=.\"?");

    private static final String NOT_UTF_8 = "expected UTF-8 text, got invalid UTF-8";

    /**
     * After a quote that is not closed, the lines behind it are parsed again, which must not be repeated without limit.
     */
    private static final int MAX_RESTARTS = 1_000;

    private final LastCell lastCell = new LastCell();
    private final PlainLines plainLines;
    private final char separator;
    private final List<String> header;
    private RewindReader text;
    private CloseableIterator<CsvRecord> records;
    private boolean isPlain;
    private long firstLine;
    private long nextLine;
    private int restarts;
    private boolean exhausted;

    /**
     * A row.
     *
     * @param line number of its first line, from 1
     * @param cells as many as the header has; with a problem, any number of them
     * @param problem why the row cannot be used
     */
    public record Row(long line, List<String> cells, Optional<String> problem) {}

    /**
     * @param plainLines to be read before the text
     * @param isPlain whether the header line is the text
     */
    private CsvRows(PlainLines plainLines, boolean isPlain, RewindReader text, char separator) {
        this.plainLines = plainLines;
        this.isPlain = isPlain;
        this.text = text;
        this.separator = separator;
        records = records(text);
        firstLine = 1;
        nextLine = 1;
        header = readHeader();
        plainLines.separateBy(separator);
    }

    /**
     * Reads the header line.
     *
     * @param csv not closed
     * @throws InvalidInputException if there is no readable header line, two columns have the same name, or the file is
     *     a workbook or an archive
     */
    public static CsvRows open(InputStream csv) {
        try {
            PlainLines plainLines = new PlainLines(ByteOrderMark.skip(OtherFormat.check(csv)));
            boolean isPlain = plainLines.next();
            RewindReader text = text(isPlain ? new ByteArrayInputStream(plainLines.bytes()) : plainLines.rest());
            String firstLine = text.firstLine(MAX_ROW_LENGTH);
            if (FOR_EXCEL.matcher(firstLine).matches()) {
                throw invalidHeader("expected a header line with column names, got a line for Excel, "
                        + Text.quote(firstLine) + "; remove this line");
            }
            return new CsvRows(plainLines, isPlain, text, Separator.of(firstLine));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RewindReader text(InputStream utf8) {
        return new RewindReader(LenientUtf8.reader(utf8));
    }

    /** Returns the names of the columns, in order. */
    public List<String> header() {
        return header;
    }

    /** Returns the character between two cells. */
    public char separator() {
        return separator;
    }

    /** Returns whether numbers may have a decimal comma: not where commas separate the cells. */
    public boolean allowsDecimalComma() {
        return separator != ',';
    }

    /** Numbers the lines of the following rows from another one, for rows that are a part of a longer file. */
    void continueAt(long line) {
        firstLine += line - nextLine;
        nextLine = line;
    }

    /** Returns the next row; empty at the end of the file. Blank lines are skipped. */
    public Optional<Row> next() {
        while (isPlain) {
            if (!plainLines.next()) {
                isPlain = false;
                parseRest();
                break;
            }
            long line = nextLine++;
            if (!plainLines.isBlank()) {
                return Optional.of(row(line, plainLines.cells(), true));
            }
        }
        return nextParsed();
    }

    /** Continues with the line that is not plain, if there is one. */
    private void parseRest() {
        if (plainLines.hasReadAll()) {
            exhausted = true;
            return;
        }
        text = text(plainLines.rest());
        records = records(text);
        firstLine = nextLine;
    }

    private Optional<Row> nextParsed() {
        while (!exhausted) {
            long line = nextLine;
            lastCell.reset();
            try {
                if (!records.hasNext()) {
                    exhausted = true;
                    break;
                }
                CsvRecord record = records.next();
                line = firstLine + record.getStartingLineNumber() - 1;
                if (lastCell.rowLength > MAX_ROW_LENGTH) {
                    return Optional.of(new Row(line, List.of(), Optional.of(restartAfter(line, UNREADABLE))));
                }
                nextLine = line + lines(record);
                text.discardBefore(record.getStartingLineNumber());
                if (!isBlankLine(record)) {
                    return Optional.of(row(line, record.getFields(), LenientUtf8.isValid(record.getFields())));
                }
            } catch (CsvParseException e) {
                throwIfFromSource(e);
                String problem = lastCell.index < MAX_COLUMNS
                        ? UNREADABLE
                        : "expected " + header.size() + " cells, got more than " + MAX_COLUMNS;
                return Optional.of(new Row(line, List.of(), Optional.of(restartAfter(line, problem))));
            }
        }
        return Optional.empty();
    }

    private Row row(long line, List<String> cells, boolean isUtf8) {
        List<String> text = isUtf8
                ? cells
                : cells.stream().map(LenientUtf8::withReplacementCharacters).toList();
        if (cells.size() != header.size()) {
            return new Row(line, text, Optional.of("expected " + header.size() + " cells, got " + cells.size()));
        }
        return new Row(line, text, isUtf8 ? Optional.empty() : Optional.of(NOT_UTF_8));
    }

    /** Continues with the line after the one that cannot be read; returns the problem. */
    private String restartAfter(long line, String problem) {
        if (++restarts > MAX_RESTARTS) {
            exhausted = true;
            // The file is read to its end because many senders read the response only when they have sent all of the
            // file.
            text.skipAll();
            return problem + "; no predictions were made for the remaining rows because more than " + MAX_RESTARTS
                    + " rows have this problem";
        }
        text.rewindToLine(line - firstLine + 2);
        records = records(text);
        firstLine = line + 1;
        nextLine = firstLine;
        return problem;
    }

    private CloseableIterator<CsvRecord> records(RewindReader from) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_BUFFER)
                .build(
                        CsvRecordHandler.builder()
                                .fieldModifier(lastCell)
                                .maxFields(MAX_COLUMNS)
                                .maxFieldSize(MAX_ROW_LENGTH)
                                .maxRecordSize(MAX_ROW_LENGTH)
                                .build(),
                        from)
                .iterator();
    }

    private List<String> readHeader() {
        Optional<CsvRecord> record = headerRecord();
        List<String> names = record.map(CsvRecord::getFields).orElse(List.of()).stream()
                .map(String::strip)
                .toList();
        if (names.stream().allMatch(String::isEmpty)) {
            throw invalidHeader("expected a header line with column names");
        }
        if (!LenientUtf8.isValid(names)) {
            throw invalidHeader(NOT_UTF_8);
        }
        Set<String> seen = new HashSet<>();
        List<Problem> problems = names.stream()
                .filter(name -> !name.isEmpty() && !seen.add(name))
                .map(name -> Problem.ofRow(1, "duplicate column " + Text.quote(name)))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size(), "line");
        }
        return names;
    }

    private Optional<CsvRecord> headerRecord() {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord record = records.next();
            if (lastCell.rowLength > MAX_ROW_LENGTH) {
                throw invalidHeader(UNREADABLE_HEADER);
            }
            nextLine = 1L + lines(record);
            return Optional.of(record);
        } catch (CsvParseException e) {
            throwIfFromSource(e);
            throw invalidHeader(
                    lastCell.index < MAX_COLUMNS
                            ? UNREADABLE_HEADER
                            : "expected at most " + MAX_COLUMNS + " columns, got more");
        }
    }

    private static InvalidInputException invalidHeader(String problem) {
        return new InvalidInputException(List.of(Problem.ofRow(1, problem)), 1, "line");
    }

    /** An exception of the stream is the cause of one of FastCSV's, whose own ones have no cause. */
    private static void throwIfFromSource(CsvParseException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
            throw thrown;
        }
    }

    /** In a file with one column, a pair of quotes is a row with a missing value. */
    private boolean isBlankLine(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank() && !lastCell.isQuoted;
    }

    /** Remembers what records do not show. */
    private static final class LastCell implements FieldModifier {

        private int index;
        private boolean isQuoted;

        /** In characters, up to the end of this cell, with separators and quotes. */
        private int rowLength;

        /** Before each row, because FastCSV does not call the modifier for the only cell of an empty line. */
        void reset() {
            index = 0;
            isQuoted = false;
            rowLength = 0;
        }

        @Override
        public String modify(long line, int cellIndex, boolean quoted, String cell) {
            index = cellIndex;
            isQuoted = quoted;
            rowLength += (cellIndex == 0 ? 0 : 1) + cell.length() + (quoted ? 2 + quotes(cell) : 0);
            return cell;
        }

        private static int quotes(String cell) {
            int quotes = 0;
            for (int at = cell.indexOf('"'); at >= 0; at = cell.indexOf('"', at + 1)) {
                quotes++;
            }
            return quotes;
        }
    }

    /** Returns the number of lines of a record. Lines within quotes end with CR, LF or both, like others. */
    private static int lines(CsvRecord record) {
        int lines = 1;
        for (int i = 0; i < record.getFieldCount(); i++) {
            lines += lineEnds(record.getField(i));
        }
        return lines;
    }

    private static int lineEnds(String cell) {
        if (cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0) {
            return 0;
        }
        int ends = 0;
        for (int i = 0; i < cell.length(); i++) {
            boolean isPair = cell.startsWith("\r\n", i);
            if (!isPair && (cell.charAt(i) == '\n' || cell.charAt(i) == '\r')) {
                ends++;
            }
        }
        return ends;
    }
}
