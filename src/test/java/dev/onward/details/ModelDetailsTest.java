package dev.onward.details;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.BankNotes;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Basis;
import dev.onward.model.card.ReferenceSection;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelDetailsTest {

    private static final String CARD = """
            {"features": [{"name": "rooms"}, {"name": "city"}],
             "reference": {"version": 1, "rows": 10, "features": {
               "rooms": {"numbers": {"edges": [1, 4.5], "counts": [10]}},
               "city": {"categories": {"Bern": 7, "Chur": 3}}}}}
            """;

    @Test
    void warnsOfNumbersOutsideTheHistogram() {
        assertThat(warnings(CARD, "{\"rooms\":4.5,\"city\":\"Bern\"}")).isEmpty();
        assertThat(warnings(CARD, "{\"rooms\":4.6,\"city\":\"Bern\"}"))
                .containsExactly("rooms: 4.6 is 0.1 above the training range of 1 to 4.5");
        assertThat(warnings(CARD, "{\"rooms\":-1e30,\"city\":\"Bern\"}"))
                .containsExactly("rooms: -1.0E30 is 1.0E30 below the training range of 1 to 4.5");
    }

    @Test
    void warnsOfCategoriesThatWereNotSeen() {
        assertThat(warnings(CARD, "{\"rooms\":2,\"city\":\"Rome\"}"))
                .containsExactly("city: the training data has no rows with \"Rome\"");
    }

    @Test
    void doesNotWarnOfCategoriesThatMayBeAmongTheOthers() {
        String card = CARD.replace("\"Chur\": 3}", "\"Chur\": 2}, \"other\": 1");

        assertThat(warnings(card, "{\"rooms\":2,\"city\":\"Rome\"}")).isEmpty();
    }

    @Test
    void warnsOfNothingWithoutReferenceData() {
        assertThat(warnings("{}", "{\"rooms\":1e9,\"city\":\"Rome\"}")).isEmpty();
    }

    /** A card may name a number differently from the feature's own notation. */
    @Test
    void comparesNumericCategoriesByValue() {
        String card = """
                {"reference": {"version": 1, "rows": 10, "features": {
                   "rooms": {"categories": {"1": 7, "02.0": 3}}}}}
                """;

        assertThat(numericWarnings(card, "{\"rooms\":1}")).isEmpty();
        assertThat(numericWarnings(card, "{\"rooms\":2.0}")).isEmpty();
        assertThat(numericWarnings(card, "{\"rooms\":3}"))
                .containsExactly("rooms: the training data has no rows with \"3\"");
    }

    @Test
    void warnsOfACategoryThatTheModelIgnores() {
        try (Model model = encoder(1)) {
            assertThat(warnings(model, "{\"city\":\"Lima\",\"branch\":2}")).isEmpty();
            assertThat(warnings(model, "{\"city\":\"Rome\",\"branch\":7}"))
                    .containsExactly(
                            "city: the model does not know \"Rome\" and ignores it; it knows \"Oslo\", \"Lima\"",
                            "branch: the model does not know \"7\" and ignores it; it knows \"1\", \"2\"");
            assertThat(model.recognition())
                    .contains("feature \"city\": one of the 2 categories of its encoder, which ignores any other");
            assertThatThrownBy(() -> table(model, "{\"city\":\"\",\"branch\":1}"))
                    .hasMessage("city: expected one of \"Oslo\", \"Lima\", got \"\"");
        }
    }

    @Test
    void refusesACategoryThatTheModelWouldIgnoreIfAsked() {
        try (Model model = encoder(1).refusingUnknownCategories()) {
            assertThatThrownBy(() -> table(model, "{\"city\":\"Rome\",\"branch\":1}"))
                    .hasMessage("city: expected one of \"Oslo\", \"Lima\", got \"Rome\"");
        }
    }

    @Test
    void refusesACategoryOnWhichTheModelWouldFail() {
        try (Model model = encoder(0)) {
            assertThatThrownBy(() -> table(model, "{\"city\":\"Rome\",\"branch\":7}"))
                    .hasMessage("city: expected one of \"Oslo\", \"Lima\", got \"Rome\" (and 1 more)");
        }
    }

    private static Model encoder(long zeros) {
        return new OnnxGraphs()
                .input("city", DataType.STRING, -1, 1)
                .input("branch", DataType.INT64, -1, 1)
                .ml(
                        "OneHotEncoder",
                        List.of("city"),
                        List.of("cities"),
                        OnnxGraphs.strings("cats_strings", List.of("Oslo", "Lima")),
                        OnnxGraphs.attribute("zeros", zeros))
                .ml(
                        "OneHotEncoder",
                        List.of("branch"),
                        List.of("branches"),
                        OnnxGraphs.ints("cats_int64s", List.of(1L, 2L)),
                        OnnxGraphs.attribute("zeros", zeros))
                .node("Add", List.of("cities", "branches"), "sum")
                .longs("axis", 1)
                .node("Squeeze", List.of("sum", "axis"), "y")
                .output("y", DataType.FLOAT, -1, 2)
                .open();
    }

    private static List<String> numericWarnings(String card, String row) {
        try (Model model = new OnnxGraphs()
                .input("rooms", DataType.FLOAT, -1, 1)
                .ml(
                        "OneHotEncoder",
                        List.of("rooms"),
                        List.of("columns"),
                        OnnxGraphs.ints("cats_int64s", List.of(1L, 2L, 3L)))
                .longs("axis", 2)
                .node("ReduceSum", List.of("columns", "axis"), "y", OnnxGraphs.attribute("keepdims", 0L))
                .output("y", DataType.FLOAT, -1, 1)
                .card(card)
                .open()) {
            return warnings(model, row);
        }
    }

    /** Reference data may have been written when features had other types. */
    @Test
    void variesNoFeatureWhoseTypeHasChanged() {
        String card = """
                {"features": [{"name": "rooms"}, {"name": "city"}],
                 "reference": {"version": 1, "rows": 10, "features": {
                   "city": {"numbers": {"edges": [1, 4.5], "counts": [10]}}}}}
                """;
        try (Model model = model(card)) {
            assertThat(FeatureRanges.of(model, model.card().reference().flatMap(ReferenceSection::content)))
                    .isEmpty();
        }
        String numbers = CARD.replace(
                "\"city\": {\"categories\": {\"Bern\": 7, \"Chur\": 3}}",
                "\"city\": {\"numbers\":" + " {\"edges\": [1, 2], \"counts\": [10]}}");
        assertThat(warnings(numbers, "{\"rooms\":2,\"city\":\"Bern\"}")).isEmpty();
    }

    @Test
    void leavesOutAnIntervalThatIsNotFinite() {
        String card = """
                {"reference": {"version": 1, "rows": 10, "features": {}, "answers": [
                   {"name": "y", "residuals": {"basis": "held_out", "rows": 50,
                      "levels": [0.05, 0.95], "quantiles": [-1, 3e38]}}]}}
                """;
        try (Model model = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .node("Identity", List.of("x"), "y")
                .output("y", DataType.FLOAT, -1, 1)
                .card(card)
                .open()) {
            DetailSource source = ModelDetails.withoutExplanations(model);
            Table table = table(model, "[{\"x\":2},{\"x\":3e38}]");
            PredictionDetails details = source.of(table, model.predict(table));

            assertThat(details.intervals(0)).containsExactly(new Interval("y", 1, 3e38, Basis.HELD_OUT));
            assertThat(details.intervals(1)).isEmpty();
        }
    }

    @Test
    void refusesTooManyPointsBeforeAnythingIsComputed() {
        DetailOptions options = DetailOptions.DEFAULT
                .withExplanation(ExplanationOptions.DEFAULT)
                .withCurves(new CurveOptions(Optional.empty(), 1_000));

        assertThat(refusal(options, 26))
                .isEqualTo(
                        "curves: expected at most 100000 points in one response, got a request for up to 104104; request fewer"
                                + " points, or divide the rows among several requests");
    }

    @Test
    void refusesTooManyChangesToTryBeforeAnythingIsComputed() {
        DetailOptions options = DetailOptions.DEFAULT
                .withExplanation(ExplanationOptions.DEFAULT)
                .withFlip();

        assertThat(refusal(options, 400))
                .isEqualTo(
                        "flip: expected at most 500000 changes to try in one request, got a request for up to 518000; divide the"
                                + " rows among several requests");
    }

    /** The message for bank notes; a permit must not be acquired. */
    private static String refusal(DetailOptions options, int rows) {
        ExplanationLimit limit = isExact -> {
            throw new AssertionError("computed");
        };
        try (Model model = Model.open(Path.of("model.onnx"))) {
            Table table = table(model, "[" + String.join(",", Collections.nCopies(rows, BankNotes.FORGED)) + "]");
            DetailSource source = ModelDetails.of(model).orElseThrow().source(model, options, limit);
            Prediction prediction = model.predict(table);
            return String.valueOf(catchThrowableOfType(TooLargeException.class, () -> source.of(table, prediction))
                    .getMessage());
        }
    }

    private static Table table(Model model, String json) {
        return JsonRows.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), model.schema(), 1000)
                .table();
    }

    private static List<String> warnings(String card, String row) {
        try (Model model = model(card)) {
            return warnings(model, row);
        }
    }

    private static Model model(String card) {
        return new OnnxGraphs()
                .input("rooms", DataType.FLOAT, -1, 1)
                .input("city", DataType.STRING, -1, 1)
                .node("Identity", List.of("rooms"), "y")
                .node("Identity", List.of("city"), "z")
                .output("y", DataType.FLOAT, -1, 1)
                .output("z", DataType.STRING, -1, 1)
                .card(card)
                .open();
    }

    private static List<String> warnings(Model model, String row) {
        Table table = table(model, row);
        PredictionDetails details = ModelDetails.of(model)
                .orElseThrow()
                .source(model, DetailOptions.DEFAULT, ExplanationLimit.NONE)
                .of(table, model.predict(table));
        return IntStream.range(0, table.rows())
                .boxed()
                .flatMap(i -> details.warnings(i).stream())
                .map(Warning::text)
                .toList();
    }
}
