package dev.onward.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {

    private static final int MAX_ROWS = 3;
    private static final Schema SCHEMA =
            new Schema(List.of(Feature.of("variance", DataType.NUMBER), Feature.of("count", DataType.INTEGER)));
    private static final String GOOD = "{\"variance\":1.5,\"count\":2}";

    @Test
    void readsOneObjectAsOneRow() {
        JsonRows rows = read("{\"count\":2,\"variance\":1.5}");

        assertThat(rows.single()).isTrue();
        assertThat(rows.table().rows()).isEqualTo(1);
        assertThat(number(rows.table(), 0)).isEqualTo(1.5);
        assertThat(count(rows.table(), 0)).isEqualTo(2);
    }

    @Test
    void readsAnArrayRowByRow() {
        JsonRows rows = read("[" + GOOD + ",{\"variance\":-3e-1,\"count\":9007199254740993}]");

        assertThat(rows.single()).isFalse();
        assertThat(rows.table().rows()).isEqualTo(2);
        assertThat(number(rows.table(), 1)).isEqualTo(-0.3);
        assertThat(count(rows.table(), 1)).isEqualTo(9007199254740993L);
    }

    @Test
    void readsNamesInTheOrderOfEachRow() {
        JsonRows rows = read("[{\"variance\":1.25,\"count\":1},{\"c\\u006funt\":2,\"variance\":2.5},"
                + "{ \"count\" :3,\"variance\":-0.123456789}]");

        assertThat(count(rows.table(), 0)).isEqualTo(1);
        assertThat(number(rows.table(), 0)).isEqualTo(1.25);
        assertThat(count(rows.table(), 1)).isEqualTo(2);
        assertThat(number(rows.table(), 1)).isEqualTo(2.5);
        assertThat(count(rows.table(), 2)).isEqualTo(3);
        assertThat(number(rows.table(), 2)).isEqualTo(-0.123456789);
    }

    @Test
    void refusesNamesOfLaterRowsThatAreNotExpected() {
        assertThat(problems("[" + GOOD + "," + GOOD + ",{\"variance\":1,\"counts\":2,\"variance\":3}]"))
                .containsExactly(
                        "row 3: unknown feature \"counts\", did you mean \"count\"?",
                        "row 3, variance: given twice",
                        "row 3, count: expected a whole number, got nothing");
    }

    @Test
    void readsAnEmptyArrayAsNoRows() {
        JsonRows rows = read("[]");

        assertThat(rows.single()).isFalse();
        assertThat(rows.table().rows()).isZero();
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(number(read("\uFEFF" + GOOD).table(), 0)).isEqualTo(1.5);
    }

    @Test
    void readsNothingButUtf8() {
        byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16);
        byte[] utf32 = {0, 0, 0, '{', 0, 0, 0, '}'};
        byte[] strange = {0, 0, '{', 0};
        byte[] latin1 = "{\"größe\":1}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(fault(utf16)).endsWith(" expected UTF-8 text, got invalid UTF-8");
        assertThat(fault(utf32)).startsWith("1:1 expected JSON in UTF-8, got a control character");
        assertThat(fault(strange)).startsWith("1:1 expected JSON in UTF-8, got a control character");
        assertThat(fault(latin1)).isEqualTo("1:9 expected UTF-8 text, got invalid UTF-8");
    }

    @Test
    void leavesTheStreamOpen() {
        boolean[] closed = new boolean[1];
        InputStream json = new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        JsonRows.read(json, SCHEMA, MAX_ROWS);

        assertThat(closed[0]).isFalse();
    }

    @Test
    void handsOnAFailureToRead() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection is gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> JsonRows.read(broken, SCHEMA, MAX_ROWS))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("the connection is gone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"variance":1,"count":2} x        | 1:26 expected the end of the JSON, got more text
            {"variance":1,"count":2}{}        | 1:25 expected the end of the JSON, got more text
            {"variance":1,"count":2},         | 1:25 expected the end of the JSON, got more text
            [{"variance":1,"count":2}] ]      | 1:28 expected the end of the JSON, got more text
            [{"variance":1,"count":2},]       | 1:27 expected a value, got "]"
            [{"variance":1,"count":2}         | 1:26 expected "]", got the end of the JSON
            {"variance":1                     | 1:14 expected "}", got the end of the JSON
            {"variance":}                     | 1:13 expected a value, got "}"
            {variance:1}                      | 1:2 expected a name in double quotes, got "v"
            {"variance":01}                   | 1:14 expected a number without leading zeros
            {"variance":+1}                   | 1:14 expected a number without a plus sign
            {"variance":.5}                   | 1:13 expected a value, got "."
            {"variance":1.}                   | 1:15 expected a digit, got "}"
            {"variance":tru}                  | 1:13 expected a value, got "tru"
            {"variance":1 /* c */}            | 1:15 expected JSON without comments, got "/"
            {"variance":"\\x"}                | 1:15 expected a valid JSON escape, such as \\n or \\u00e9
            """)
    void endsAtTheFirstFaultOfWhatIsNotJson(String json, String fault) {
        assertThat(fault(json)).isEqualTo(fault);
    }

    @Test
    void countsLinesToAFault() {
        assertThat(fault("{\n  \"variance\": 1,\r\n  \"count\": }")).isEqualTo("3:12 expected a value, got \"}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "\uFEFF"})
    void saysThatThereIsNothing(String empty) {
        assertThat(fault(empty)).isEqualTo("1:1 expected an object or an array of objects, got nothing");
    }

    @Test
    void boundsTheDepthOfNesting() {
        String deep = "{\"variance\":" + "[".repeat(200) + "]".repeat(200) + "}";

        assertThat(fault(deep)).isEqualTo("1:113 expected JSON nested at most 100 levels deep, got deeper nesting");
    }

    @Test
    void boundsTheLengthOfNumbersAndNames() {
        String longNumber = "{\"variance\":" + "1".repeat(1001) + "}";
        String longFraction = "{\"variance\":0." + "1".repeat(1001) + "}";
        String longName = "{\"" + "n".repeat(20_000) + "\":1}";

        assertThat(fault(longNumber)).endsWith(" expected numbers of at most 1000 characters, got a longer one");
        assertThat(fault(longFraction)).endsWith(" expected numbers of at most 1000 characters, got a longer one");
        assertThat(fault(longName)).endsWith(" expected names of at most 10000 characters, got a longer one");
    }

    @Test
    void readsANumberOfAThousandDigits() {
        Table table =
                read("{\"variance\":0." + "1".repeat(998) + ",\"count\":1}").table();

        assertThat(number(table, 0)).isEqualTo(1.0 / 9);
    }

    @ParameterizedTest
    @CsvSource({"3, a number", "-1.5, a number", "'\"text\"', a string", "null, null", "true, a boolean"})
    void refusesAValueThatIsNoRow(String json, String found) {
        assertThat(problems(json)).containsExactly("expected an object or an array of objects, got " + found);
        assertThat(problems("[" + json + "]")).containsExactly("row 1: expected an object, got " + found);
    }

    @Test
    void refusesARowThatIsNoObjectAndReadsOn() {
        assertThat(problems("[1,null,[" + GOOD + "]]"))
                .containsExactly(
                        "row 1: expected an object, got a number",
                        "row 2: expected an object, got null",
                        "row 3: expected an object, got an array");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "1.5"          | the string "1.5"
            null           | null
            true           | true
            false          | false
            NaN            | "NaN"
            Infinity       | "Infinity"
            -Infinity      | "-Infinity"
            {"a":[{}]}     | an object
            [1,[2]]        | an array
            [1]            | an array
            """)
    void refusesAValueThatIsNoNumber(String value, String found) {
        assertThat(problems("{\"variance\":" + value + ",\"count\":2}"))
                .containsExactly("variance: expected a number, got " + found);
        assertThat(problems("{\"count\":" + value + ",\"variance\":2}"))
                .containsExactly("count: expected a whole number, got " + found);
    }

    @Test
    void refusesANumberThatOverflows() {
        assertThat(problems("{\"variance\":1e999,\"count\":1e999}"))
                .containsExactly(
                        "variance: expected a number from -1.7976931348623157E308 to 1.7976931348623157E308, got 1e999",
                        "count: expected a whole number, got \"1e999\"");
    }

    @Test
    void refusesANameThatIsGivenTwice() {
        assertThat(problems("{\"variance\":1,\"variance\":1,\"count\":2}")).containsExactly("variance: given twice");
    }

    @Test
    void refusesUnknownNamesWhateverTheirValue() {
        assertThat(problems("{\"varience\":1,\"note\":{\"variance\":[2]},\"count\":2}"))
                .containsExactly(
                        "unknown feature \"varience\", did you mean \"variance\"?",
                        "unknown feature \"note\"",
                        "variance: expected a number, got nothing");
    }

    @Test
    void tellsTheProblemsOfAllRowsAtOnce() {
        assertThat(problems("[" + GOOD + ",{\"variance\":\"x\"},{\"count\":1.5,\"variance\":1}]"))
                .containsExactly(
                        "row 2, variance: expected a number, got the string \"x\"",
                        "row 2, count: expected a whole number, got nothing",
                        "row 3, count: expected a whole number, got \"1.5\"");
    }

    @Test
    void boundsTheNumberOfRows() {
        String full = "[" + String.join(",", GOOD, GOOD, GOOD) + "]";
        String over = "[" + String.join(",", GOOD, GOOD, GOOD, GOOD) + "]";

        assertThat(read(full).table().rows()).isEqualTo(3);
        assertThatThrownBy(() -> read(over))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("expected at most 3 rows, got more");
    }

    private static JsonRows read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonRows read(byte[] json) {
        return JsonRows.read(new ByteArrayInputStream(json), SCHEMA, MAX_ROWS);
    }

    private static String fault(String json) {
        return fault(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String fault(byte[] json) {
        SyntaxException fault = catchThrowableOfType(SyntaxException.class, () -> read(json));
        return fault.line() + ":" + fault.column() + " " + fault.getMessage();
    }

    private static List<String> problems(String json) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(json)).problems().stream()
                .map(problem -> problem.text("row"))
                .toList();
    }

    private static double number(Table table, int row) {
        return table.column(0).number(row);
    }

    private static long count(Table table, int row) {
        return table.column(1).integer(row);
    }
}
