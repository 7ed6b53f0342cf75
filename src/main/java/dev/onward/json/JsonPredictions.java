package dev.onward.json;

import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.table.Column;
import java.io.OutputStream;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;

/** Predictions as JSON in UTF-8. */
public final class JsonPredictions {

    private JsonPredictions() {}

    /**
     * Writes the answers: an array of them, or one.
     *
     * @param single whether to write the first answer alone, as an object
     */
    public static void write(OutputStream out, Model model, Prediction prediction, boolean single) {
        try (JsonGenerator json = JsonGenerators.of(out)) {
            if (single) {
                writeAnswer(json, model, prediction, 0);
                return;
            }
            json.writeStartArray();
            for (int row = 0; row < prediction.rows(); row++) {
                writeAnswer(json, model, prediction, row);
            }
            json.writeEndArray();
        }
    }

    public static void writeAnswer(JsonGenerator json, Model model, Prediction prediction, int row) {
        json.writeStartObject();
        json.writeStringProperty("model", model.name());
        json.writeStringProperty("version", model.version());
        prediction
                .<IntConsumer>match(
                        classes -> i -> writeClass(json, classes, i),
                        values -> i -> writeValues(json, values, i),
                        outputs -> i -> writeOutputs(json, outputs, i))
                .accept(row);
        prediction.reason(row).ifPresent(reason -> json.writeStringProperty("reason", reason));
        json.writeEndObject();
    }

    private static void writeClass(JsonGenerator json, Prediction.Classes classes, int row) {
        Label label = classes.label(row);
        json.writeStringProperty("label", label.name());
        json.writeStringProperty("title", label.title());
        if (classes.scores().isPresent()) {
            Matrix scores = classes.scores().get();
            json.writeObjectPropertyStart(classes.areProbabilities() ? "probabilities" : "scores");
            for (int i = 0; i < scores.columns(); i++) {
                json.writeName(classes.labels().get(i).name());
                writeNumber(json, scores, row, i);
            }
            json.writeEndObject();
        }
    }

    private static void writeValues(JsonGenerator json, Prediction.Values values, int row) {
        if (values.values().size() == 1) {
            json.writeName("value");
            writeNumber(json, values.numbers(), row, 0);
            return;
        }
        json.writeObjectPropertyStart("values");
        for (int i = 0; i < values.values().size(); i++) {
            json.writeName(values.values().get(i).name());
            writeNumber(json, values.numbers(), row, i);
        }
        json.writeEndObject();
    }

    private static void writeOutputs(JsonGenerator json, Prediction.Outputs outputs, int row) {
        json.writeObjectPropertyStart("outputs");
        for (int i = 0; i < outputs.names().size(); i++) {
            json.writeName(outputs.names().get(i));
            writeCell(json, outputs.columns().get(i), row);
        }
        json.writeEndObject();
    }

    public static void writeCell(JsonGenerator json, Column column, int row) {
        column.map(row, new CellWriter(json));
    }

    private record CellWriter(JsonGenerator json) implements Column.CellMapper<JsonGenerator> {

        @Override
        public JsonGenerator missing() {
            return json.writeNull();
        }

        /** JSON has no infinity and no NaN; null says that there is no number to give. */
        @Override
        public JsonGenerator number(double value) {
            return Double.isFinite(value) ? json.writeNumber(value) : json.writeNull();
        }

        @Override
        public JsonGenerator integer(long value) {
            return json.writeNumber(value);
        }

        @Override
        public JsonGenerator bool(boolean value) {
            return json.writeBoolean(value);
        }

        @Override
        public JsonGenerator string(String value) {
            return json.writeString(value);
        }
    }

    public static void writeNumber(JsonGenerator json, Matrix matrix, int row, int column) {
        double value = matrix.get(row, column);
        if (matrix.isSingle() && Double.isFinite(value)) {
            json.writeNumber((float) value);
        } else {
            writeNumber(json, value);
        }
    }

    /** JSON has no infinity and no NaN; null says that there is no number to give. */
    private static void writeNumber(JsonGenerator json, double value) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
