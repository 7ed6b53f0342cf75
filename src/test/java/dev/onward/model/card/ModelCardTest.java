package dev.onward.model.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.model.card.ModelCard.Confusion;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.runtime.ModelException;
import dev.onward.table.DataType;
import dev.onward.table.TrainingStatistics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {

    @Test
    void writesEverythingAndReadsItBack() {
        ModelCard card = full();

        ModelCard again = read(card.toJson());

        assertThat(again).isEqualTo(card);
        assertThat(again.toJson()).isEqualTo(card.toJson());
    }

    @Test
    void keepsTheOrderOfWhatHasNames() {
        ModelCard again = read(full().toJson());

        assertThat(again.examples().get(0).row().keySet()).containsExactly("width", "count", "genuine", "colour");
        assertThat(again.golden()
                        .orElseThrow()
                        .rows()
                        .get(0)
                        .expected()
                        .probabilities()
                        .keySet())
                .containsExactly("1", "0");
    }

    @Test
    void writesTheSameBytesInAsciiEverywhere() {
        ModelCard card = read("{\"title\":\"é😀\u2028\\u0000\",\"features\":[{\"name\":\"größe\",\"step\":1e-7}]}");

        assertThat(card.title()).contains("é😀\u2028\0");
        assertThat(card.toJson())
                .isEqualTo(
                        "{\"title\":\"\\u00E9\\uD83D\\uDE00\\u2028\\u0000\",\"features\":[{\"name\":\"gr\\u00F6\\u00DFe\","
                                + "\"title\":\"gr\\u00F6\\u00DFe\",\"step\":1.0E-7}]}");
        assertThat(read(card.toJson())).isEqualTo(card);
    }

    @Test
    void writesNumbersSoThatTheyReadBackExactly() {
        double twoE23 = Double.parseDouble("2e23");
        List<Double> values = List.of(0.1, 1.0 / 3, 4.9e-324, Double.MAX_VALUE, 2e-3, twoE23, 123456789.0);
        ModelCard card = card(values.stream()
                .map(value -> new Metric("m", value, Optional.empty()))
                .toList());

        ModelCard again = read(card.toJson());

        assertThat(again.metrics().stream().map(Metric::value)).isEqualTo(values);
        // Before JDK 19, Double.toString gives 1.9999999999999998E23.
        assertThat(card.toJson()).contains("\"value\":0.002}").contains("\"value\":2.0E23}");
    }

    @Test
    void keepsNumbersOfRowsAsTheyWereWritten() {
        ModelCard card = read("{\"examples\":[{\"row\":{\"a\":1.50,\"b\":9007199254740993,\"c\":true,\"d\":\"1\"}}]}");

        assertThat(card.examples().get(0).row())
                .isEqualTo(Map.of("a", new BigDecimal("1.50"), "b", 9007199254740993L, "c", true, "d", "1"));
    }

    @Test
    void readsWhatIsMissingOrNullAsEmpty() {
        ModelCard empty = read("{}");
        ModelCard nulls = read("{\"name\":null,\"task\":null,\"labels\":null,\"features\":null,\"data\":null}");
        ModelCard blanks = read("{\"name\":\"\",\"method\":\"\"}");

        assertThat(empty).isEqualTo(ModelCard.builder().build());
        assertThat(nulls).isEqualTo(empty);
        assertThat(blanks).isEqualTo(empty);
        assertThat(ModelCard.empty()).isEqualTo(empty);
        assertThat(empty.toJson()).isEqualTo("{}");
    }

    @Test
    void readsAnEntryOfWhichLittleIsSaid() {
        ModelCard card = read(
                "{\"task\":\"Classification\",\"labels\":[{\"name\":\"0\"}],\"features\":[{\"name\":\"x\"}],"
                        + "\"data\":{\"name\":\"d\"},\"examples\":[{\"title\":\"t\"}],\"metrics\":[{\"name\":\"m\",\"value\":1}]}");

        assertThat(card.task()).contains(Task.CLASSIFICATION);
        assertThat(card.labels()).containsExactly(new Label("0", "0"));
        assertThat(card.features()).containsExactly(feature("x", Optional.empty()));
        assertThat(card.data())
                .contains(DataSource.builder().name(Optional.of("d")).build());
        assertThat(card.examples()).containsExactly(new Example("t", Map.of()));
        assertThat(card.metrics()).containsExactly(new Metric("m", 1, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"titles":"x"}                           | x.json: unknown entry "titles", did you mean "title"?
            {"features":[{"name":"a"},{"nam":"b"}]}  | x.json: unknown entry "features[1].nam", did you mean "name"?
            {"wholly_other":1}                       | x.json: unknown entry "wholly_other"
            """)
    void namesAnUnknownEntryAndWhatWasProbablyMeant(String json, String message) {
        assertFault(json, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"task":"clustering"}                 | x.json, line 1, column 9: task: expected one of classification, regression, got "clustering"
            {"features":[{"type":"text"}]}        | x.json, line 1, column 22: features[0].type: expected one of number, integer, boolean, string, got "text"
            {"features":[{"optional":"yes"}]}     | x.json, line 1, column 26: features[0].optional: expected true or false, got "yes"
            {"features":[{"step":"wide"}]}        | x.json, line 1, column 22: features[0].step: expected a number, got "wide"
            {"data":{"rows":"many"}}              | x.json, line 1, column 17: data.rows: expected a whole number, got "many"
            {"features":"x"}                      | x.json, line 1, column 13: features: expected an array
            {"title":[]}                          | x.json, line 1, column 10: title: expected text
            {"data":[]}                           | x.json, line 1, column 9: data: expected an object
            []                                    | x.json, line 1, column 1: expected an object
            {"labels":[null]}                     | x.json, line 1, column 12: labels[0]: expected a value, got none
            {"features":[null]}                   | x.json, line 1, column 14: features[0]: expected a value, got none
            {"notes":["a",null]}                  | x.json, line 1, column 15: notes[1]: expected a value, got none
            {"examples":[{"row":{"a":null}}]}     | x.json, line 1, column 26: examples[0].row.a: expected a value, got none
            {"golden":{"rows":[{"row":{"a":1}}]}} | x.json, line 1, column 34: golden.rows[0].expected: expected a value, got none
            {"name":"a","name":"b"}               | x.json, line 1, column 19: "name" is given twice
            {"name":"a",}                         | x.json, line 1, column 13: expected a name in double quotes, got "}"
            {"data":{"rows":1e30}}                | x.json, line 1, column 21: data.rows: expected a number in the supported range, got 1e30
            {} {}                                 | x.json, line 1, column 4: expected the end of the JSON, got more text
            {"features":[{"title":"x"}]}          | x.json, line 1, column 28: expected a name for every feature
            {"features":[{"name":"x","step":0}]}  | x.json, line 1, column 34: features[0]: feature "x": expected a step above 0, got 0.0
            null                                  | x.json: expected an object, got null
            """)
    void saysWhereAndWhatWasExpected(String json, String message) {
        assertFault(json, message);
    }

    @Test
    void countsLinesToAFault() {
        assertFault(
                "{\n  \"title\": \"x\",\n  \"task\": 3.5\n}",
                "x.json, line 3, column 11: task: expected one of classification, regression");
    }

    @Test
    void refusesObservationsThatCannotBe() {
        assertThatThrownBy(() ->
                        read("{\"features\":[{\"name\":\"x\",\"observed\":{\"minimum\":3,\"maximum\":1,\"mean\":2,"
                                + "\"standardDeviation\":0}}]}"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("x.json, line 1, column ")
                .hasMessageEndingWith(
                        ": features[0].observed: expected finite numbers with minimum <= mean <= maximum and a standard"
                                + " deviation >= 0, got 3.0, 2.0, 1.0 and 0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"title\":", "{} x", "{\"title\":NaN}", "not json"})
    void refusesWhatIsNotJson(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("x.json, line 1, column ");
    }

    private static ModelCard read(String json) {
        return ModelCard.read(json.getBytes(StandardCharsets.UTF_8), "x.json");
    }

    private static void assertFault(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ModelException.class).hasMessage(message);
    }

    private static ModelCard card(List<Metric> metrics) {
        return ModelCard.builder().metrics(metrics).build();
    }

    private static ModelCard full() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("width", new BigDecimal("1.5"));
        row.put("count", 7);
        row.put("genuine", false);
        row.put("colour", "red");
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put("1", 0.75);
        probabilities.put("0", 0.25);
        FeatureCard width = FeatureCard.builder("width")
                .input(Optional.of("f0"))
                .type(Optional.of(DataType.NUMBER))
                .title("Width")
                .unit(Optional.of("mm"))
                .description(Optional.of("How wide it is."))
                .observed(Optional.of(new TrainingStatistics(-1.5, 3, 0.25, 1)))
                .step(OptionalDouble.of(0.1))
                .optional(Optional.of(true))
                .fixed(Optional.of(true))
                .group(Optional.of("Size"))
                .digits(OptionalInt.of(2))
                .build();
        FeatureCard colour = FeatureCard.builder("colour")
                .type(Optional.of(DataType.STRING))
                .title("Colour")
                .categories(List.of("red", "green"))
                .optional(Optional.of(false))
                .build();
        DataSource data = DataSource.builder()
                .name(Optional.of("d"))
                .url(Optional.of("https://d"))
                .license(Optional.of("CC0"))
                .licenseUrl(Optional.of("https://cc0"))
                .citation(Optional.of("D. (2026)"))
                .rows(OptionalLong.of(3))
                .sha256(Optional.of("ab"))
                .build();
        Expected label = Expected.builder()
                .label(Optional.of("1"))
                .probabilities(probabilities)
                .build();
        Expected numbers = Expected.builder()
                .scores(Map.of("0", -1.0))
                .value(OptionalDouble.of(-0.5))
                .values(Map.of("y", 2.0))
                .build();
        return ModelCard.builder()
                .name(Optional.of("notes"))
                .title(Optional.of("Notes"))
                .description(Optional.of("Tells notes apart."))
                .version(Optional.of("2"))
                .task(Optional.of(Task.CLASSIFICATION))
                .labels(List.of(new Label("0", "genuine"), new Label("1", "forged")))
                .probabilities(Optional.of(false))
                .values(List.of(new Value("price", "Price", Optional.of("EUR"), OptionalInt.of(2))))
                .features(List.of(
                        width,
                        feature("count", Optional.of(DataType.INTEGER)),
                        feature("genuine", Optional.of(DataType.BOOLEAN)),
                        colour))
                .columns(Map.of(
                        "Count ",
                        new ColumnCard(false, Optional.of("count"), Map.of("one", "1")),
                        "Id",
                        new ColumnCard(true, Optional.empty(), Map.of())))
                .examples(List.of(new Example("one", row)))
                .method(Optional.of("by hand"))
                .metrics(List.of(new Metric("accuracy", 0.999, Optional.of("guessed"))))
                .confusion(Optional.of(new Confusion(Optional.of("guessed"), Map.of("0", Map.of("0", 5L)))))
                .data(Optional.of(data))
                .notes(List.of("a note"))
                .golden(Optional.of(new Golden(
                        Optional.of("by hand"), 1e-6, List.of(new GoldenRow(row, label), new GoldenRow(row, numbers)))))
                .build();
    }

    private static FeatureCard feature(String name, Optional<DataType> type) {
        return FeatureCard.builder(name).type(type).build();
    }
}
