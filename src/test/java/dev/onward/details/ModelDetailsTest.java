package dev.onward.details;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                .containsExactly("rooms: 4.6 is above the training range of 1 to 4.5 by 0.1");
        assertThat(warnings(CARD, "{\"rooms\":-1e30,\"city\":\"Bern\"}"))
                .containsExactly("rooms: -1.0E30 is below the training range of 1 to 4.5 by 1.0E30");
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

    private static List<String> warnings(String card, String row) {
        try (Model model = new OnnxGraphs()
                .input("rooms", DataType.FLOAT, -1, 1)
                .input("city", DataType.STRING, -1, 1)
                .node("Identity", List.of("rooms"), "y")
                .node("Identity", List.of("city"), "z")
                .output("y", DataType.FLOAT, -1, 1)
                .output("z", DataType.STRING, -1, 1)
                .card(card)
                .open()) {
            Table table = JsonRows.read(
                            new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)), model.schema(), 1)
                    .table();
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
}
