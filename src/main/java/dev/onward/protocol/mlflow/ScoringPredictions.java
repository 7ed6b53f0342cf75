package dev.onward.protocol.mlflow;

import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonDetails;
import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonPredictions;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes predictions in the format of MLflow and of KServe's V1 protocol: {@code {"predictions": [...]}} with one item
 * for each row. An item is the label of a class, as a number if the model's labels are whole numbers; or the value of a
 * single output; or an object with the values of several outputs by name.
 */
public final class ScoringPredictions {

    private ScoringPredictions() {}

    /**
     * Writes the whole object, with {@code "explanations": [...]} if there are any.
     *
     * @param out not closed
     */
    public static void write(OutputStream out, Prediction prediction, PredictionDetails details) {
        try (JsonGenerator json = JsonGenerators.of(out)) {
            Item item = item(json, prediction);
            json.writeStartObject();
            json.writeArrayPropertyStart("predictions");
            for (int row = 0; row < prediction.rows(); row++) {
                item.write(row);
            }
            json.writeEndArray();
            details.explanations().ifPresent(explanations -> {
                json.writeArrayPropertyStart("explanations");
                for (int row = 0; row < prediction.rows(); row++) {
                    JsonDetails.writeExplanation(json, explanations, row);
                }
                json.writeEndArray();
            });
            json.writeEndObject();
        }
    }

    /** Writes the item of a row. */
    private interface Item {
        void write(int row);
    }

    /** Writes the value of a row in one column. */
    private interface Cell {
        void write(int row, int column);
    }

    private static Item item(JsonGenerator json, Prediction prediction) {
        return prediction.match(
                classes -> row -> writeLabel(json, classes.label(row), classes.areWhole()),
                values -> item(
                        json,
                        values.values().stream().map(Value::name).toList(),
                        (row, column) -> JsonPredictions.writeNumber(json, values.numbers(), row, column)),
                outputs -> item(
                        json,
                        outputs.names(),
                        (row, column) -> JsonPredictions.writeCell(
                                json, outputs.columns().get(column), row)));
    }

    private static Item item(JsonGenerator json, List<String> names, Cell cell) {
        return names.size() == 1
                ? row -> cell.write(row, 0)
                : row -> {
                    json.writeStartObject();
                    for (int column = 0; column < names.size(); column++) {
                        json.writeName(names.get(column));
                        cell.write(row, column);
                    }
                    json.writeEndObject();
                };
    }

    private static void writeLabel(JsonGenerator json, Label label, boolean whole) {
        if (whole) {
            json.writeNumber(Long.parseLong(label.name()));
        } else {
            json.writeString(label.name());
        }
    }
}
