package dev.onward.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.table.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static final String UNREADABLE =
            "expected a row of at most 131072 characters in which every quoted field is closed and followed by a"
                    + " separator";

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void findsTheSeparatorByTheHeader(char separator) {
        String csv = "a,b\n1,2\n".replace(',', separator);

        CsvRows rows = open(csv);

        assertThat(rows.separator()).isEqualTo(separator);
        assertThat(rows.header()).containsExactly("a", "b");
        assertThat(rows.allowsDecimalComma()).isEqualTo(separator != ',');
        assertThat(all(rows)).containsExactly(row(2, "1", "2"));
    }

    @Test
    void takesTheSeparatorThatTheHeaderHasMostOf() {
        assertThat(open("a,b;c;d\n").header()).containsExactly("a,b", "c", "d");
        assertThat(open("\"a,b,c,d\";e\n").header()).containsExactly("a,b,c,d", "e");
        assertThat(open("one\n").separator()).isEqualTo(',');
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesEveryKindOfLineEnd(String end) {
        String csv = String.join(end, "a,b", "1,2", "3,4");

        assertThat(all(csv)).containsExactly(row(2, "1", "2"), row(3, "3", "4"));
        assertThat(all(csv + end)).containsExactly(row(2, "1", "2"), row(3, "3", "4"));
    }

    @Test
    void passesOverAByteOrderMark() {
        CsvRows rows = open("\uFEFFa,b\n1,2\n");

        assertThat(rows.header()).containsExactly("a", "b");
        assertThat(all(rows)).containsExactly(row(2, "1", "2"));
    }

    @Test
    void saysWhichRowsAreNotUtf8() {
        byte[] csv = "a,b\n1,gr\u00FCn\n2,red\n".getBytes(StandardCharsets.ISO_8859_1);

        CsvRows rows = CsvRows.open(new ByteArrayInputStream(csv));

        assertThat(rows.next().orElseThrow().problem()).contains("expected UTF-8 text, got invalid UTF-8");
        assertThat(rows.next()).contains(row(3, "2", "red"));
    }

    @Test
    void readsReplacementCharactersThatWereSent() {
        CsvRows rows = open("a,\uFFFD\n\uFFFD,\uD83D\uDC00\n");

        assertThat(rows.header()).containsExactly("a", "\uFFFD");
        assertThat(all(rows)).containsExactly(row(2, "\uFFFD", "\uD83D\uDC00"));
    }

    @Test
    void replacesInvalidBytesInTheAnswer() {
        byte[] csv = "a,b\n\u00FC,gr\u00FCn\u00FC\n\u00FC\n".getBytes(StandardCharsets.ISO_8859_1);

        CsvRows rows = CsvRows.open(new ByteArrayInputStream(csv));

        assertThat(rows.next().orElseThrow().cells()).containsExactly("\uFFFD", "gr\uFFFDn\uFFFD");
        assertThat(rows.next().orElseThrow().cells()).containsExactly("\uFFFD");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() {
        byte[] csv = "a,gr\u00FCn\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);

        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> CsvRows.open(new ByteArrayInputStream(csv)));

        assertThat(refused).hasMessage("line 1: expected UTF-8 text, got invalid UTF-8");
    }

    @Test
    void passesOverAByteOrderMarkBeforeAQuote() {
        assertThat(open("\uFEFF\"a\",b\n").header()).containsExactly("a", "b");
    }

    @Test
    void readsQuotedCellsWithSeparatorsQuotesAndLineEnds() {
        String csv = "a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nlast,x\n";

        assertThat(all(csv))
                .containsExactly(row(2, "1,5", "say \"hi\""), row(3, "two\nlines", ""), row(5, "last", "x"));
    }

    @Test
    void keepsBlanksInCellsAndDropsThemFromNames() {
        CsvRows rows = open(" a , b\n 1 ,  \n");

        assertThat(rows.header()).containsExactly("a", "b");
        assertThat(all(rows)).containsExactly(row(2, " 1 ", "  "));
    }

    @Test
    void passesOverBlankLinesAndCountsThem() {
        assertThat(all("a,b\n\n\n1,2\n  \n\t\n3,4\n\n")).containsExactly(row(4, "1", "2"), row(7, "3", "4"));
    }

    /** As Python's csv writes a missing value that is alone in its row. */
    @Test
    void takesAPairOfQuotesForARow() {
        assertThat(all("a\n1\n\"\"\n\n\" \"\n2\n")).containsExactly(row(2, "1"), row(3, ""), row(5, " "), row(6, "2"));
    }

    @Test
    void handsOutARaggedRowWithItsFault() {
        assertThat(all("a,b\n1\n1,2,3\n1,2\n"))
                .containsExactly(
                        fault(2, "expected 2 cells, got 1", "1"),
                        fault(3, "expected 2 cells, got 3", "1", "2", "3"),
                        row(4, "1", "2"));
    }

    @Test
    void readsOnWithTheLineAfterAQuoteThatIsNeverClosed() {
        assertThat(all("a,b\n1,2\n\"open,2\n3,4\n5,6\n"))
                .containsExactly(row(2, "1", "2"), fault(3, UNREADABLE), row(4, "3", "4"), row(5, "5", "6"));
    }

    @Test
    void saysThatAQuoteIsOpenAtTheEnd() {
        assertThat(all("a,b\n1,2\n3,\"open")).containsExactly(row(2, "1", "2"), fault(3, UNREADABLE));
        assertThat(all("a,b\n1,2\n3,\"open\n")).containsExactly(row(2, "1", "2"), fault(3, UNREADABLE));
    }

    @Test
    void readsOnAfterTextBehindAClosingQuote() {
        assertThat(all("a,b\n\"x\"y,2\n3,4\n\"x\" ,2\n5,6\n"))
                .containsExactly(fault(2, UNREADABLE), row(3, "3", "4"), fault(4, UNREADABLE), row(5, "5", "6"));
    }

    @Test
    void takesAQuoteWithinACellAsItIs() {
        assertThat(all("a,b\n6\" pipe,2\n3,4\n")).containsExactly(row(2, "6\" pipe", "2"), row(3, "3", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void knowsItsLineAfterCellsOfSeveralLines(String end) {
        String csv = String.join(end, "a,b", "\"x", "y", "z\",2", "\"open,2", "3,4", "", "\"open,2", "5,6", "");

        assertThat(all(csv))
                .containsExactly(
                        row(2, "x" + end + "y" + end + "z", "2"),
                        fault(5, UNREADABLE),
                        row(6, "3", "4"),
                        fault(8, UNREADABLE),
                        row(9, "5", "6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void knowsItsLineFarIntoAFile(String end) {
        StringBuilder csv = new StringBuilder("a,b").append(end);
        for (int line = 2; line <= 100_000; line++) {
            csv.append(line == 50_000 || line == 50_001 || line == 99_999 ? "\"open,0" : line + ",0")
                    .append(end);
        }

        List<CsvRows.Row> rows = all(csv.toString());

        assertThat(rows).hasSize(99_999);
        for (CsvRows.Row row : rows) {
            if (row.problem().isEmpty()) {
                assertThat(row.cells().get(0)).isEqualTo(Long.toString(row.line()));
            }
        }
        assertThat(rows.stream().filter(row -> row.problem().isPresent()).map(CsvRows.Row::line))
                .containsExactly(50_000L, 50_001L, 99_999L);
    }

    @Test
    void refusesARowThatIsTooLongAndReadsOn() {
        String longCell = "1," + "x".repeat(140_000);
        String longQuotedCell = "1,\"" + "x".repeat(140_000) + "\"";
        String longLines = "1,\"" + "x\n".repeat(70_000) + "\"";

        assertThat(all("a,b\n" + longCell + "\n3,4\n")).containsExactly(fault(2, UNREADABLE), row(3, "3", "4"));
        assertThat(all("a,b\n" + longQuotedCell + "\n3,4\n")).containsExactly(fault(2, UNREADABLE), row(3, "3", "4"));
        assertThat(all("a,b\n" + longLines + "\n3,4\n").get(0)).isEqualTo(fault(2, UNREADABLE));
    }

    @Test
    void refusesARowOfShortCellsThatIsTooLong() {
        String longRow = String.join(",", Collections.nCopies(10, "x".repeat(20_000)));

        assertThat(all("a,b,c,d,e,f,g,h,i,j\n" + longRow + "\n1,2,3,4,5,6,7,8,9,0\n"))
                .containsExactly(fault(2, UNREADABLE), row(3, "1", "2", "3", "4", "5", "6", "7", "8", "9", "0"));
    }

    @Test
    void readsARowThatIsNotQuiteTooLong() {
        String cell = "x".repeat(130_000);

        assertThat(all("a,b\n1," + cell + "\n3,4\n")).containsExactly(row(2, "1", cell), row(3, "3", "4"));
    }

    @ParameterizedTest
    @CsvSource({
        "'a,b', 0",
        "'a,b', 1",
        "'a,b', 1000",
        "'a,b', 20000",
        "'\"a\",b', 0",
        "'\"a\",b', 1",
        "'\"a\",b', 1000",
        "'\"a\",b', 20000"
    })
    void hasTheSameLimitForEveryRow(String header, int rowsBefore) {
        String before = header + "\n" + "12345678,123456789\n".repeat(rowsBefore);
        int line = rowsBefore + 2;
        String plain = "x".repeat(131_070);
        String quotes = "\"\"".repeat(65_534);

        List<CsvRows.Row> rows = all(before + "1," + plain + "\n1,x" + plain + "\n\"1\"," + plain + "\n\"" + quotes
                + "\",\n12,\"" + quotes + "\"\n3,4\n");

        assertThat(rows.subList(rowsBefore, rows.size()))
                .containsExactly(
                        row(line, "1", plain),
                        fault(line + 1, UNREADABLE),
                        fault(line + 2, UNREADABLE),
                        row(line + 3, "\"".repeat(65_534), ""),
                        fault(line + 4, UNREADABLE),
                        row(line + 5, "3", "4"));
    }

    @Test
    void saysThatARowHasTooManyCells() {
        String longRow = "1" + ",1".repeat(16_384);

        assertThat(all("a,b\n" + longRow + "\n3,4\n\"5\"," + longRow + "\n7,8\n"))
                .containsExactly(
                        fault(2, "expected 2 cells, got more than 16384"),
                        row(3, "3", "4"),
                        fault(4, "expected 2 cells, got more than 16384"),
                        row(5, "7", "8"));
    }

    @Test
    void givesUpAfterAThousandRowsThatCannotBeRead() {
        String csv = "a,b\n" + "\"open,2\n".repeat(1_500) + "3,4\n";

        List<CsvRows.Row> rows = all(csv);

        assertThat(rows).hasSize(1_001);
        assertThat(rows.get(999)).isEqualTo(fault(1_001, UNREADABLE));
        assertThat(rows.get(1_000))
                .isEqualTo(fault(
                        1_002,
                        UNREADABLE
                                + "; no predictions were made for the remaining rows because more than 1000 rows have"
                                + " this problem"));
    }

    @Test
    void refusesAColumnThatIsNamedTwice() {
        assertThat(headerProblems("a,b,a ,c,b\n1,2,3,4,5\n"))
                .containsExactly("line 1: duplicate column \"a\"", "line 1: duplicate column \"b\"");
    }

    @Test
    void takesColumnsWithoutAName() {
        CsvRows rows = open("a,,\n1,2,3\n");

        assertThat(rows.header()).containsExactly("a", "", "");
        assertThat(all(rows)).containsExactly(row(2, "1", "2", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n", "\n\na,b\n1,2\n", "  \n1,2\n", ",,\n1,2,3\n", "\"\"\n"})
    void refusesAFileWithoutAHeader(String csv) {
        assertThat(headerProblems(csv)).containsExactly("line 1: expected a header line with column names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a,b\n1,2\n", "\"a\"x,b\n1,2\n", "\"a\"|\"b\"\n1|2\n"})
    void refusesAHeaderWithAQuoteThatIsNotClosed(String csv) {
        assertThat(headerProblems(csv)).containsExactly("line 1: " + UNREADABLE + ": a comma, semicolon or tab");
    }

    @Test
    void refusesAHeaderThatIsTooLong() {
        assertThat(headerProblems("a".repeat(200_000) + "\n"))
                .containsExactly("line 1: " + UNREADABLE + ": a comma, semicolon or tab");
    }

    @Test
    void refusesAHeaderOfTooManyColumns() {
        String names = IntStream.range(1, 16_385)
                .mapToObj(i -> Integer.toString(i, 36))
                .collect(Collectors.joining(","));

        assertThat(open("0," + names.substring(2) + "\n").header()).hasSize(16_384);
        assertThat(headerProblems("0," + names + "\n"))
                .containsExactly("line 1: expected at most 16384 columns, got more");
        assertThat(headerProblems("\"0\"," + names + "\n"))
                .containsExactly("line 1: expected at most 16384 columns, got more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;", "sep=,", "sep=\t", "SEP=|"})
    void saysThatALineForExcelIsToBeRemoved(String line) {
        assertThat(headerProblems(line + "\r\na;b\r\n1;2\r\n"))
                .containsExactly("line 1: expected a header line with column names, got a line for Excel, \""
                        + line.replace('\t', ' ') + "\"; remove this line");
    }

    @Test
    void readsAHeaderOfSeveralLines() {
        CsvRows rows = open("\"a\n(mm)\",b\n1,2\n\"open,2\n3,4\n");

        assertThat(rows.header()).containsExactly("a\n(mm)", "b");
        assertThat(all(rows)).containsExactly(row(3, "1", "2"), fault(4, UNREADABLE), row(5, "3", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "a,b\r\n", "a,b\n\n"})
    void findsNoRowsUnderAHeaderAlone(String csv) {
        assertThat(all(csv)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504b030414000600|an Excel workbook (.xlsx) or another ZIP archive;"
                        + " in Excel, use Save As and choose CSV UTF-8",
                "d0cf11e0a1b11ae1|an old Excel workbook (.xls); in Excel, use Save As and choose CSV UTF-8",
                "5041523115041500|a Parquet file; convert it to CSV",
                "1f8b080000000000|a gzip file; decompress it",
                "255044462d312e34|a PDF file"
            })
    void saysWhatToDoWithAnotherFormat(String start, String found) {
        byte[] file = HexFormat.of().parseHex(start);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvRows.open(new ByteArrayInputStream(file)))
                .withMessage("expected a CSV file, got " + found);
    }

    @Test
    void staysAtTheEnd() {
        CsvRows rows = open("a\n1\n");

        all(rows);

        assertThat(rows.next()).isEmpty();
        assertThat(rows.next()).isEmpty();
    }

    /** Whatever it is: it is not the row's fault, and what comes after it is not there to be read. */
    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n3,", "a,b\n1,2\n3,\"4"})
    void doesNotTakeWhatTheSourceThrowsForARow(String csv) {
        RuntimeException paused = new IllegalStateException("paused for too long");
        InputStream pausing = new FilterInputStream(InputStream.nullInputStream()) {
            private boolean asked;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (asked) {
                    return super.read(bytes, offset, length);
                }
                asked = true;
                throw paused;
            }
        };
        byte[] before = csv.getBytes(StandardCharsets.UTF_8);
        InputStream source = new SequenceInputStream(new ByteArrayInputStream(before), pausing);

        assertThatThrownBy(() -> all(CsvRows.open(source))).isSameAs(paused);
    }

    private static CsvRows open(String csv) {
        InputStream bytes = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        return CsvRows.open(bytes);
    }

    private static List<CsvRows.Row> all(String csv) {
        return all(open(csv));
    }

    private static List<CsvRows.Row> all(CsvRows rows) {
        List<CsvRows.Row> all = new ArrayList<>();
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            all.add(row.get());
        }
        return all;
    }

    private static CsvRows.Row row(long line, String... cells) {
        return new CsvRows.Row(line, List.of(cells), Optional.empty());
    }

    private static CsvRows.Row fault(long line, String fault, String... cells) {
        return new CsvRows.Row(line, List.of(cells), Optional.of(fault));
    }

    private static List<String> headerProblems(String csv) {
        InvalidInputException exception = catchThrowableOfType(InvalidInputException.class, () -> open(csv));
        return exception.problems().stream()
                .map(problem -> problem.text(exception.unit()))
                .toList();
    }
}
