package dev.onward.protocol.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.json.RowLimits;
import dev.onward.protocol.mlflow.ScoringRows.Dialect;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringRowsTest {

    private static final int MAX_ROWS = 5;
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.of("variance", DataType.NUMBER),
            Feature.of("count", DataType.INTEGER),
            optional("city", DataType.STRING)));
    private static final Schema ONE = new Schema(List.of(optional("x", DataType.NUMBER)));
    private static final String FORMS = "expected an object with exactly one of \"dataframe_split\","
            + " \"dataframe_records\", \"instances\" and \"inputs\", got ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dataframe_split': {'columns': ['city', 'count', 'variance'], 'data': [['Oslo', 2, 1.5], [null, 3, -1]]}}",
                "{'dataframe_split': {'data': [['Oslo', 2, 1.5], [null, 3, -1]], 'columns': ['city', 'count', 'variance']}}",
                "{'dataframe_split': {'index': [7, 9], 'columns': [0, 1, 2], 'data': [[1.5, 2, 'Oslo'], [-1, 3, NaN]]}}",
                "{'dataframe_split': {'data': [[1.5, 2, 'Oslo'], [-1, 3, null]], 'index': [[]]}}",
                "{'dataframe_records': [{'variance': 1.5, 'city': 'Oslo', 'count': 2}, {'count': 3, 'variance': -1}]}",
                "{'instances': [{'variance': 1.5, 'city': 'Oslo', 'count': 2}, {'count': [3], 'variance': -1}]}",
                "{'instances': [[1.5, 2, 'Oslo'], [-1, 3, null]]}",
                "{'instances': [[1.5, 2.0, ['Oslo']], {'count': 3, 'variance': -1, 'city': [NaN]}]}",
                "{'inputs': {'count': [2, 3], 'city': ['Oslo', null], 'variance': [1.5, -1]}}",
                "{'inputs': {'count': [[2], [3]], 'city': [['Oslo'], [null]], 'variance': [[1.5], [-1]]}}",
                "{'inputs': [[1.5, 2, 'Oslo'], [-1, 3, NaN]]}",
                "{'inputs': [{'variance': 1.5, 'city': 'Oslo', 'count': 2}, {'count': 3, 'variance': -1}]}"
            })
    void readsTheSameRowsInEveryForm(String json) {
        assertThat(rows(json)).containsExactly("1.5 2 Oslo", "-1.0 3 –");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'inputs': {'variance': 1.5, 'count': 2, 'city': 'Oslo'}} | 1.5 2 Oslo",
                "{'inputs': {'variance': [1.5], 'count': 2}}               | 1.5 2 –",
                "{'dataframe_split': {'columns': ['count', 'variance'], 'data': [[2, 1.5]]}} | 1.5 2 –",
            })
    void readsOneRow(String json, String row) {
        assertThat(rows(json)).containsExactly(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instances': []}",
                "{'inputs': []}",
                "{'dataframe_records': []}",
                "{'dataframe_split': {'data': []}}",
                "{'dataframe_split': {'columns': ['count', 'variance'], 'data': []}}",
                "{'inputs': {'count': [], 'variance': [], 'city': []}}"
            })
    void readsNoRows(String json) {
        assertThat(rows(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instances': [1, null, 2.5]}",
                "{'instances': [[1], [NaN], [2.5]]}",
                "{'instances': [{'x': 1}, {}, {'x': [2.5]}]}",
                "{'inputs': [1, NaN, 2.5]}",
                "{'inputs': {'x': [1, null, 2.5]}}",
                "{'dataframe_split': {'columns': ['x'], 'data': [[1], [null], [2.5]]}}"
            })
    void readsBareValuesForAModelOfOneFeature(String json) {
        assertThat(rows(read(json, Dialect.MLFLOW, ONE))).containsExactly("1.0", "–", "2.5");
    }

    @Test
    void readsOneBareValueForAModelOfOneFeature() {
        assertThat(rows(read("{'inputs': 5}", Dialect.MLFLOW, ONE))).containsExactly("5.0");
        assertThat(rows(read("{'inputs': null}", Dialect.MLFLOW, ONE))).containsExactly("–");
    }

    @Test
    void matchesNumbersAsColumnNamesWithFeatures() {
        Schema numbers = new Schema(List.of(Feature.of("1", DataType.NUMBER), Feature.of("0", DataType.NUMBER)));

        assertThat(rows(read("{'dataframe_split': {'columns': [0, 1], 'data': [[10, 11]]}}", Dialect.MLFLOW, numbers)))
                .containsExactly("11.0 10.0");
    }

    @Test
    void keepsEveryDigitAndCharacterOfDeferredData() {
        String columns = "'columns': ['variance', 'count', 'city']";
        String data =
                "'data': [[0.1000000000000000055511151231257827, 9007199254740993," + " 'é€\\u0041\\n\\u0001\\\\\\'']]";

        List<String> expected = List.of("0.1 9007199254740993 é€A\n\u0001\\\"");
        assertThat(rows("{'dataframe_split': {" + columns + "," + data + "}}")).isEqualTo(expected);
        assertThat(rows("{'dataframe_split': {" + data + "," + columns + "}}")).isEqualTo(expected);
    }

    @Test
    void keepsSurrogatesOfDeferredData() {
        String columns = "'columns': ['variance', 'count', 'city']";
        String data = "'data': [[1, 2, '\\ud83d\\ude00'], [1, 2, '\\ud800']]";

        assertThat(problems("{'dataframe_split': {" + data + "," + columns + "}}"))
                .hasSize(2)
                .isEqualTo(problems("{'dataframe_split': {" + columns + "," + data + "}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instances': [[1.5, 2, 'Oslo']], 'params': {}}",
                "{'params': null, 'instances': [[1.5, 2, 'Oslo']]}",
                "{'signature_name': 'serving_default', 'instances': [[1.5, 2, 'Oslo']], 'id': {'a': [1]}}"
            })
    void ignoresUnknownMembersAndEmptyParameters(String json) {
        assertThat(rows(json)).containsExactly("1.5 2 Oslo");
    }

    @Test
    void readsAByteOrderMark() {
        assertThat(rows("\uFEFF{'instances': []}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                     | an array",
                "3                                      | a number",
                "{}                                     | an empty object",
                "{'columns': ['x'], 'data': [[1]]}      | \"columns\", \"data\"",
                "{'instances': [[1, 2, null]], 'a': 1, 'inputs': []} | \"instances\", \"inputs\"",
                "{'instances': ['x'], 'instances': []}  | \"instances\", \"instances\"",
                "{'instances': [], 'dataframe_records': 3} | \"instances\", \"dataframe_records\"",
                "{'params': {'a': 1}}                   | \"params\"",
            })
    void expectsExactlyOneForm(String json, String got) {
        assertThat(problems(json)).containsExactly(FORMS + got);
    }

    @Test
    void listsOnlyTheFirstOfManyOtherMembers() {
        String members =
                IntStream.range(0, 1000).mapToObj(i -> "'m" + i + "': 0").collect(Collectors.joining(","));

        assertThat(problems("{" + members + "}"))
                .containsExactly(
                        FORMS + "\"m0\", \"m1\", \"m2\", \"m3\", \"m4\", \"m5\", \"m6\", \"m7\", \"m8\", \"m9\", …");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'predict_method': 'predict_proba'} | \"predict_method\"",
                "{'a': {'b': [1]}, 'c': 2}           | \"a\"",
                "[1]                                 | an array",
                "'x'                                 | a string",
            })
    void refusesParametersForTheModel(String params, String got) {
        String expected = "params: expected none, because this model has no parameters, got " + got;

        assertThat(problems("{'params': " + params + ", 'instances': []}")).containsExactly(expected);
        assertThat(problems("{'instances': [], 'params': " + params + "}")).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                     | expected an object, got an array",
                "{}                                     | expected \"data\", got nothing",
                "{'columns': ['variance', 'count']}     | expected \"data\", got nothing",
                "{'data': {}}                           | data: expected an array, got an object",
                "{'columns': 3, 'data': []}             | columns: expected an array, got a number",
                "{'columns': [['a', 'b']], 'data': []}  | columns: expected names, got an array",
                "{'columns': [0, 1], 'data': []}        | expected 3 unnamed columns, one for each feature, got 2",
                "{'data': [], 'data': []}               | \"data\" appears twice",
                "{'columns': [0, 1, 2], 'columns': [], 'data': []} | \"columns\" appears twice",
                "{'rows': [], 'data': []}               | expected only \"columns\", \"data\" and \"index\", got \"rows\"",
            })
    void namesTheProblemOfADataframeSplit(String split, String message) {
        assertThat(problems("{'dataframe_split': " + split + "}")).containsExactly("dataframe_split: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'dataframe_records': {'a': 1}} | dataframe_records: expected an array, got an object",
                "{'dataframe_records': 'x'}      | dataframe_records: expected an array, got a string",
                "{'instances': {'a': [1]}}       | instances: expected an array, got an object",
                "{'inputs': 5}                   | expected an object or an array of 3 values, got a number",
                "{'instances': null}             | instances: expected an array, got null",
            })
    void namesTheFormThatIsNotAnArray(String json, String message) {
        assertThat(problems(json)).containsExactly(message);
    }

    @Test
    void namesEveryProblemOfTheColumnsAtOnce() {
        List<String> expected = List.of(
                "unknown feature \"varianc\", did you mean \"variance\"?",
                "column \"city\" appears twice",
                "variance: expected a column with this name, found none",
                "count: expected a column with this name, found none");

        assertThat(problems("{'dataframe_split': {'columns': ['varianc', 'city', 'city'], 'data': [[{}], 7]}}"))
                .isEqualTo(expected);
        assertThat(problems("{'inputs': {'varianc': [1], 'city': ['a'], 'city': ['b']}}"))
                .isEqualTo(expected);
    }

    @Test
    void hasOneProblemForColumnsOfWhichNoneIsAFeature() {
        String message = "expected the features \"variance\", \"count\", \"city\", got none of them, only ";

        for (String json : List.of(
                "{'dataframe_split': {'columns': ['X', 'Y', 'Z'], 'data': [[1, 2, 3]]}}",
                "{'inputs': {'X': [1], 'Y': [2], 'Z': [3]}}")) {
            assertThat(problems(json))
                    .containsExactly(message + "\"X\" and 2 more; send each value under the name of its feature");
        }
        assertThat(problems("{'inputs': {'varianc': [1]}}"))
                .containsExactly(message + "\"varianc\", did you mean \"variance\"?");
    }

    @Test
    void namesColumnsOfOtherLengthsAndKinds() {
        assertThat(problems("{'inputs': {'variance': [1, 2], 'count': [1], 'city': {'0': 'a'}}}"))
                .containsExactly(
                        "count: expected 2 values, as in \"variance\", got 1",
                        "city: expected an array, got an object");
        assertThat(problems("{'inputs': {'variance': 1, 'count': []}}"))
                .containsExactly("count: expected 1 value, as in \"variance\", got 0");
    }

    @Test
    void listsAHundredProblemsOfColumnsAndCountsThemAll() {
        String names = IntStream.range(0, 150).mapToObj(i -> "'a" + i + "'").collect(Collectors.joining(","));

        InvalidInputException thrown = thrown("{'dataframe_split': {'columns': ['city', " + names + "], 'data': []}}");

        assertThat(thrown.problems()).hasSize(100);
        assertThat(thrown.total()).isEqualTo(152);
    }

    @Test
    void namesEveryProblemOfTheRowsAtOnce() {
        assertThat(problems("{'dataframe_split': {'columns': ['count', 'variance'],"
                        + " 'data': [[1.5, 'a'], [1, 1], [NaN, null]]}}"))
                .containsExactly(
                        "row 1, count: expected a whole number, got \"1.5\"",
                        "row 1, variance: expected a number, got the string \"a\"",
                        "row 3, count: expected a whole number, got NaN",
                        "row 3, variance: expected a number, got null");
        assertThat(problems("{'instances': [{'variance': 1}, 3, {'variance': 1, 'count': 2, 'citi': 0}]}"))
                .containsExactly(
                        "row 1, count: expected a whole number, got nothing",
                        "row 2: expected an object or an array of 3 values, got a number",
                        "row 3: unknown feature \"citi\", did you mean \"city\"?");
        assertThat(problems("{'inputs': {'variance': [1, Infinity], 'count': [true, 1]}}"))
                .containsExactly(
                        "row 1, count: expected a whole number, got true",
                        "row 2, variance: expected a number, got \"Infinity\"");
        assertThat(problems("{'dataframe_records': [[1, 2, 'a'], {'variance': {}, 'count': 1, 'city': [[]]}]}"))
                .containsExactly(
                        "row 1: expected an object, got an array",
                        "row 2, variance: expected a number, got an object",
                        "row 2, city: expected text, got an array");
    }

    @Test
    void namesOnlyTheLengthOfARowOfAnotherLength() {
        assertThat(problems("{'dataframe_split': {'columns': ['variance', 'count'],"
                        + " 'data': [['x'], [1, 2], [1, 2, 3], [], {}]}}"))
                .containsExactly(
                        "row 1: expected 2 values, one for each column, got 1",
                        "row 3: expected 2 values, one for each column, got 3",
                        "row 4: expected 2 values, one for each column, got 0",
                        "row 5: expected an array, got an object");
        assertThat(problems("{'instances': [['x', 1], [1, 2, 'a', {}]]}"))
                .containsExactly(
                        "row 1: expected 3 values, one for each feature, got 2",
                        "row 2: expected 3 values, one for each feature, got 4");
    }

    @Test
    void acceptsOnlyArraysOfOneValueAsAValue() {
        assertThat(problems("{'instances': [[[], [[1]], [1, 2, [3]]], [[1], [2], ['a', {'b': []}]]]}"))
                .containsExactly(
                        "row 1, variance: expected a number, got an array",
                        "row 1, count: expected a whole number, got an array",
                        "row 1, city: expected text, got an array",
                        "row 2, city: expected text, got an array");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instances': [%s]}",
                "{'dataframe_split': {'data': [%s]}}",
                "{'dataframe_split': {'columns': [0, 1, 2], 'data': [%s]}}"
            })
    void boundsTheNumberOfRows(String json) {
        String row = "[1, 2, null]";

        assertThat(rows(json.formatted(String.join(",", Collections.nCopies(5, row)))))
                .hasSize(5);
        assertThatThrownBy(() -> rows(json.formatted(String.join(",", Collections.nCopies(6, row)))))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("expected at most 5 rows, got more");
    }

    @Test
    void boundsTheLengthOfColumnsBeforeTheyEnd() {
        assertThatThrownBy(() -> rows("{'inputs': {'count': [1, 2, 3, 4, 5, 6"))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("expected at most 5 rows, got more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'instances': [[1, 2             | 1 | 21 | expected \"]\", got the end of the JSON",
                "{'dataframe_split': {'data': [[1 | 1 | 33 | expected \"]\", got the end of the JSON",
                "{'inputs': {'count': [1, x]}}    | 1 | 26 | expected a value, got \"x\"",
                "{'instances': []} 1              | 1 | 19 | expected the end of the JSON, got more text",
            })
    void tellsLineAndColumnOfMalformedJson(String json, int line, int column, String message) {
        SyntaxException thrown = catchThrowableOfType(SyntaxException.class, () -> rows(json));

        assertThat(thrown).hasMessage(message);
        assertThat(thrown.line()).isEqualTo(line);
        assertThat(thrown.column()).isEqualTo(column);
    }

    @Test
    void refusesAnEmptyBody() {
        assertThatThrownBy(() -> rows("")).isInstanceOf(SyntaxException.class).hasMessage(FORMS + "nothing");
    }

    @Test
    void acceptsOnlyKservesFormsInItsDialect() {
        assertThat(rows(read("{'instances': [[1, 2, null]], 'params': {'a': 1}}", Dialect.KSERVE, SCHEMA)))
                .containsExactly("1.0 2 –");
        assertThat(rows(read("{'inputs': [[1, 2, null]]}", Dialect.KSERVE, SCHEMA)))
                .containsExactly("1.0 2 –");
        assertThatThrownBy(() -> read("{'dataframe_records': []}", Dialect.KSERVE, SCHEMA))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("expected an object with exactly one of \"instances\" and \"inputs\","
                        + " got \"dataframe_records\"");
    }

    private static List<String> problems(String json) {
        return thrown(json).problems().stream()
                .map(problem -> problem.text("row"))
                .toList();
    }

    private static InvalidInputException thrown(String json) {
        return catchThrowableOfType(InvalidInputException.class, () -> rows(json));
    }

    private static List<String> rows(String json) {
        return rows(read(json, Dialect.MLFLOW, SCHEMA));
    }

    /** @param json with single quotes for double ones */
    private static Table read(String json, Dialect dialect, Schema schema) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ScoringRows.read(new ByteArrayInputStream(bytes), dialect, schema, RowLimits.of(MAX_ROWS));
    }

    private static List<String> rows(Table table) {
        return IntStream.range(0, table.rows())
                .mapToObj(row -> IntStream.range(0, table.schema().size())
                        .mapToObj(position -> cell(table.column(position), row))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static String cell(Column column, int row) {
        return column.value(row).map(String::valueOf).orElse("–");
    }

    private static Feature optional(String name, DataType type) {
        return Feature.builder(name, type).optional(true).build();
    }
}
