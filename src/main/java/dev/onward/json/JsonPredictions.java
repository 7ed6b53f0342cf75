package dev.onward.json;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.table.Column;
import java.io.OutputStream;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Predictions as JSON in UTF-8. */
public final class JsonPredictions {

    // Encoded once.
    private static final SerializedString MODEL = new SerializedString("model");
    private static final SerializedString VERSION = new SerializedString("version");
    private static final SerializedString LABEL = new SerializedString("label");
    private static final SerializedString TITLE = new SerializedString("title");
    private static final SerializedString PROBABILITIES = new SerializedString("probabilities");
    private static final SerializedString SCORES = new SerializedString("scores");

    private JsonPredictions() {}

    /**
     * Writes all predictions as an array, or one as an object.
     *
     * @param out not closed
     * @param single true to write only the first prediction, as an object
     */
    public static void write(
            OutputStream out, Model model, Prediction prediction, PredictionDetails details, boolean single) {
        try (JsonGenerator json = JsonGenerators.of(out)) {
            IntConsumer writer = rowWriter(json, model, prediction, details);
            if (single) {
                writer.accept(0);
                return;
            }
            json.writeStartArray();
            for (int row = 0; row < prediction.rows(); row++) {
                writer.accept(row);
            }
            json.writeEndArray();
        }
    }

    /** Returns a function that writes the prediction for a row, with its details, as an object. */
    public static IntConsumer rowWriter(
            JsonGenerator json, Model model, Prediction prediction, PredictionDetails details) {
        RepeatedTexts texts = new RepeatedTexts(json, prediction.rows());
        IntConsumer writer = prediction.match(
                classes -> row -> writeClass(json, texts, classes, row),
                values -> row -> writeValues(json, texts, values, row),
                outputs -> row -> writeOutputs(json, texts, outputs, row));
        return row -> {
            json.writeStartObject();
            texts.writeProperty(MODEL, model.name());
            texts.writeProperty(VERSION, model.version());
            writer.accept(row);
            prediction.reason(row).ifPresent(reason -> json.writeStringProperty("reason", reason));
            JsonDetails.write(json, texts, details, row);
            json.writeEndObject();
        };
    }

    private static void writeClass(JsonGenerator json, RepeatedTexts texts, Prediction.Classes classes, int row) {
        Label label = classes.label(row);
        texts.writeProperty(LABEL, label.name());
        texts.writeProperty(TITLE, label.title());
        if (classes.scores().isPresent()) {
            Matrix scores = classes.scores().get();
            json.writeName(classes.areProbabilities() ? PROBABILITIES : SCORES);
            json.writeStartObject();
            for (int i = 0; i < scores.columns(); i++) {
                texts.writeName(classes.labels().get(i).name());
                writeNumber(json, scores, row, i);
            }
            json.writeEndObject();
        }
    }

    private static void writeValues(JsonGenerator json, RepeatedTexts texts, Prediction.Values values, int row) {
        if (values.values().size() == 1) {
            json.writeName("value");
            writeNumber(json, values.numbers(), row, 0);
            return;
        }
        json.writeName("values");
        json.writeStartObject();
        for (int i = 0; i < values.values().size(); i++) {
            texts.writeName(values.values().get(i).name());
            writeNumber(json, values.numbers(), row, i);
        }
        json.writeEndObject();
    }

    private static void writeOutputs(JsonGenerator json, RepeatedTexts texts, Prediction.Outputs outputs, int row) {
        json.writeName("outputs");
        json.writeStartObject();
        for (int i = 0; i < outputs.names().size(); i++) {
            texts.writeName(outputs.names().get(i));
            writeCell(json, outputs.columns().get(i), row);
        }
        json.writeEndObject();
    }

    /** Writes a cell; null if it is missing or not a finite number. */
    public static void writeCell(JsonGenerator json, Column column, int row) {
        column.map(row, new CellWriter(json));
    }

    /** Writes an element with the digits of its own precision; null if it is not a finite number. */
    public static void writeNumber(JsonGenerator json, Matrix matrix, int row, int column) {
        writeNumber(json, matrix.get(row, column), matrix.isSingle());
    }

    /** @param isSingle whether the value has the precision of a float */
    static void writeNumber(JsonGenerator json, double value, boolean isSingle) {
        if (isSingle && Double.isFinite(value)) {
            json.writeNumber((float) value);
        } else {
            writeNumber(json, value);
        }
    }

    /** JSON has neither infinity nor NaN. */
    static JsonGenerator writeNumber(JsonGenerator json, double value) {
        return Double.isFinite(value) ? json.writeNumber(value) : json.writeNull();
    }

    private record CellWriter(JsonGenerator json) implements Column.CellMapper<JsonGenerator> {

        @Override
        public JsonGenerator missing() {
            return json.writeNull();
        }

        @Override
        public JsonGenerator number(double value) {
            return writeNumber(json, value);
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
}
