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
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a CSV file under its header line, one after the other: UTF-8 with or without a byte order mark, divided by
 * commas, semicolons or tabs, whichever the header has most of. A row that cannot be read is handed out as its fault,
 * and reading goes on with the next line.
 *
 * <p>Not thread-safe. Memory is bounded by the longest row allowed.
 */
public final class CsvRows {

    /** The longest row, in characters. An open quote would otherwise swallow the rest of the file. */
    static final int LONGEST_ROW = 128 * 1024;

    private static final String UNREADABLE =
            "expected every quote closed and followed by a separator in a row of at most " + LONGEST_ROW
                    + " characters";

    private static final String NOT_UTF_8 = "expected text in UTF-8, got other bytes";

    /** Reading on after an open quote means reading the swallowed rows again, which must not happen without end. */
    private static final int MOST_RESTARTS = 1_000;

    private final LastCell lastCell = new LastCell();
    private final RewindReader text;
    private final char separator;
    private final List<String> header;
    private CloseableIterator<CsvRecord> records;
    private long firstLine;
    private long nextLine;
    private int restarts;
    private boolean exhausted;

    /**
     * One row, or the fault that keeps it from being one.
     *
     * @param line where it begins, from 1
     * @param cells as many as the header has if there is no fault; as many as could be read if there is
     */
    public record Row(long line, List<String> cells, Optional<String> fault) {}

    private CsvRows(RewindReader text, char separator) {
        this.text = text;
        this.separator = separator;
        records = records(text);
        firstLine = 1;
        nextLine = 1;
        header = readHeader();
    }

    /**
     * Reads the header line.
     *
     * @param csv not closed
     * @throws InvalidInputException if there is no header line that can be read, or it names a column twice
     */
    public static CsvRows open(InputStream csv) {
        try {
            RewindReader text =
                    new RewindReader(new InputStreamReader(ByteOrderMark.skip(csv), StandardCharsets.UTF_8));
            return new CsvRows(text, Separator.of(text.firstLine(LONGEST_ROW)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the columns, in order. */
    public List<String> header() {
        return header;
    }

    public char separator() {
        return separator;
    }

    /** Whether a number may be written with a decimal comma. */
    public boolean allowsDecimalComma() {
        return separator != ',';
    }

    /** The next row; empty at the end of the file. Blank lines are passed over. */
    public Optional<Row> next() {
        while (!exhausted) {
            long line = nextLine;
            // It is not told of the cell that an empty line is said to have.
            lastCell.isQuoted = false;
            try {
                if (!records.hasNext()) {
                    exhausted = true;
                    break;
                }
                CsvRecord record = records.next();
                line = firstLine + record.getStartingLineNumber() - 1;
                nextLine = line + lines(record);
                text.discardBefore(record.getStartingLineNumber());
                if (!isBlankLine(record)) {
                    return Optional.of(row(line, record.getFields()));
                }
            } catch (CsvParseException e) {
                throwIfFromSource(e);
                return Optional.of(new Row(line, List.of(), Optional.of(restartAfter(line))));
            }
        }
        return Optional.empty();
    }

    private Row row(long line, List<String> cells) {
        if (cells.size() != header.size()) {
            return new Row(line, cells, Optional.of("expected " + header.size() + " cells, got " + cells.size()));
        }
        return new Row(line, cells, isUtf8(cells) ? Optional.empty() : Optional.of(NOT_UTF_8));
    }

    /** What was no UTF-8 has become the replacement character, and would go back damaged without a word. */
    private static boolean isUtf8(List<String> cells) {
        for (String cell : cells) {
            if (cell.indexOf('\uFFFD') >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Goes on with the line after the one at which a quote was opened and not closed. */
    private String restartAfter(long line) {
        if (++restarts > MOST_RESTARTS) {
            exhausted = true;
            return UNREADABLE + "; the rest of the file was not read, as this is true of more than " + MOST_RESTARTS
                    + " rows";
        }
        text.rewindToLine(line - firstLine + 2);
        records = records(text);
        firstLine = line + 1;
        nextLine = firstLine;
        return UNREADABLE;
    }

    private CloseableIterator<CsvRecord> records(RewindReader from) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_ROW)
                .build(
                        CsvRecordHandler.builder()
                                .fieldModifier(lastCell)
                                .maxFieldSize(LONGEST_ROW)
                                .maxRecordSize(LONGEST_ROW)
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
            throw new InvalidInputException(
                    List.of(Problem.of(1, "", "expected a header line with the names of the columns")), 1, "line");
        }
        if (!isUtf8(names)) {
            throw new InvalidInputException(List.of(Problem.of(1, "", NOT_UTF_8)), 1, "line");
        }
        Set<String> seen = new HashSet<>();
        List<Problem> problems = names.stream()
                .filter(name -> !name.isEmpty() && !seen.add(name))
                .map(name -> Problem.of(1, "", "column " + Text.quote(name) + " is named twice"))
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
            nextLine = 1L + lines(record);
            return Optional.of(record);
        } catch (CsvParseException e) {
            throwIfFromSource(e);
            throw new InvalidInputException(List.of(Problem.of(1, "", UNREADABLE)), 1, "line");
        }
    }

    /** FastCSV's own exceptions have no cause; whatever the source throws becomes the cause of one, and is no fault of a row. */
    private static void throwIfFromSource(CsvParseException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
            throw thrown;
        }
    }

    /** A missing value in a file of one column is written as a pair of quotes, which is a row. */
    private boolean isBlankLine(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank() && !lastCell.isQuoted;
    }

    /** How the cell that was read last was written, which the record does not keep. */
    private static final class LastCell implements FieldModifier {

        private boolean isQuoted;

        @Override
        public String modify(long line, int index, boolean quoted, String cell) {
            isQuoted = quoted;
            return cell;
        }
    }

    /** How many lines the record takes; within quotes a line ends as elsewhere, with CR, LF or both. */
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
