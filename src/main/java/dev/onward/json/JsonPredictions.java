package dev.onward.json;

import dev.onward.details.ObservedShare;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.table.Column;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Predictions as JSON in UTF-8. */
public final class JsonPredictions {

    private static final SerializedString MODEL = new SerializedString("{\"model\":");
    private static final SerializedString VERSION = new SerializedString(",\"version\":");
    private static final SerializedString LABEL = new SerializedString(",\"label\":");
    private static final SerializedString TITLE = new SerializedString(",\"title\":");
    private static final SerializedString PROBABILITIES = new SerializedString(",\"probabilities\":{");
    private static final SerializedString SCORES = new SerializedString(",\"scores\":{");
    private static final SerializedString VALUE = new SerializedString(",\"value\":");
    private static final SerializedString VALUES = new SerializedString(",\"values\":{");
    private static final SerializedString OUTPUTS = new SerializedString(",\"outputs\":{");
    private static final SerializedString REASON = new SerializedString(",\"reason\":");

    private JsonPredictions() {}

    /**
     * Writes all predictions as an array, or one as an object.
     *
     * @param out not closed
     * @param single true to write only the first prediction, as an object
     */
    public static void write(
            OutputStream out, Model model, Prediction prediction, PredictionDetails details, boolean single) {
        try (JsonGenerator json = JsonGenerators.ofParts(out)) {
            IntConsumer writer = rowWriter(json, model, prediction, details);
            if (single) {
                writer.accept(0);
                return;
            }
            json.writeRaw('[');
            for (int row = 0; row < prediction.rows(); row++) {
                if (row > 0) {
                    json.writeRaw(',');
                }
                writer.accept(row);
            }
            json.writeRaw(']');
        }
    }

    /**
     * Returns a function that writes the prediction for a row, with its details, as an object.
     *
     * @param json from {@link JsonGenerators#ofParts}
     */
    public static IntConsumer rowWriter(
            JsonGenerator json, Model model, Prediction prediction, PredictionDetails details) {
        boolean areMany = prediction.rows() > 1;
        IntConsumer writer = prediction.match(
                classes -> classWriter(json, model, classes, areMany),
                values -> valueWriter(json, model, values, areMany),
                outputs -> outputWriter(json, model, outputs, areMany));
        Optional<Map<ObservedShare, SerializedString>> shares =
                areMany ? Optional.of(new IdentityHashMap<>()) : Optional.empty();
        return row -> {
            writer.accept(row);
            Optional<String> reason = prediction.reason(row);
            if (reason.isPresent()) {
                json.writeRaw(REASON).writeString(reason.get());
            }
            JsonDetails.write(json, shares, details, row);
            json.writeRaw('}');
        };
    }

    private static IntConsumer classWriter(
            JsonGenerator json, Model model, Prediction.Classes classes, boolean areMany) {
        int columns = classes.scores().map(Matrix::columns).orElse(0);
        RepeatedParts starts = new RepeatedParts(json, classes.labels().size(), areMany, (part, position) -> {
            Label label = classes.labels().get(position);
            writeModel(part, model);
            part.writeRaw(LABEL).writeString(label.name());
            part.writeRaw(TITLE).writeString(label.title());
            if (classes.scores().isPresent()) {
                part.writeRaw(classes.areProbabilities() ? PROBABILITIES : SCORES);
                part.writeString(classes.labels().get(0).name()).writeRaw(':');
            }
        });
        RepeatedParts names = names(
                json, columns, areMany, column -> classes.labels().get(column).name());
        FloatPart number = new FloatPart();
        return row -> {
            starts.write(classes.position(row));
            if (classes.scores().isPresent()) {
                Matrix scores = classes.scores().get();
                writeNumber(json, number, scores, row, 0);
                for (int i = 1; i < columns; i++) {
                    names.write(i);
                    writeNumber(json, number, scores, row, i);
                }
                json.writeRaw('}');
            }
        };
    }

    private static IntConsumer valueWriter(JsonGenerator json, Model model, Prediction.Values values, boolean areMany) {
        int columns = values.values().size();
        RepeatedParts start = start(json, model, areMany, columns == 1 ? VALUE : VALUES);
        FloatPart number = new FloatPart();
        if (columns == 1) {
            return row -> {
                start.write(0);
                writeNumber(json, number, values.numbers(), row, 0);
            };
        }
        RepeatedParts names = names(
                json, columns, areMany, column -> values.values().get(column).name());
        return row -> {
            start.write(0);
            for (int i = 0; i < columns; i++) {
                names.write(i);
                writeNumber(json, number, values.numbers(), row, i);
            }
            json.writeRaw('}');
        };
    }

    private static IntConsumer outputWriter(
            JsonGenerator json, Model model, Prediction.Outputs outputs, boolean areMany) {
        int columns = outputs.names().size();
        RepeatedParts start = start(json, model, areMany, OUTPUTS);
        RepeatedParts names = names(json, columns, areMany, outputs.names()::get);
        return row -> {
            start.write(0);
            for (int i = 0; i < columns; i++) {
                names.write(i);
                writeCell(json, outputs.columns().get(i), row);
            }
            json.writeRaw('}');
        };
    }

    private static void writeModel(JsonGenerator json, Model model) {
        json.writeRaw(MODEL).writeString(model.name());
        json.writeRaw(VERSION).writeString(model.version());
    }

    /** The part of a row before its numbers, which is the same for all rows. */
    private static RepeatedParts start(JsonGenerator json, Model model, boolean areMany, SerializedString name) {
        return new RepeatedParts(json, 1, areMany, (part, position) -> {
            writeModel(part, model);
            part.writeRaw(name);
        });
    }

    /** The parts of a row between its numbers. */
    private static RepeatedParts names(JsonGenerator json, int columns, boolean areMany, IntFunction<String> names) {
        return new RepeatedParts(json, columns, areMany, (part, column) -> {
            if (column > 0) {
                part.writeRaw(',');
            }
            part.writeString(names.apply(column)).writeRaw(':');
        });
    }

    /** Writes a cell; null if it is missing or not a finite number. */
    public static void writeCell(JsonGenerator json, Column column, int row) {
        column.map(row, new CellWriter(json));
    }

    /** Writes an element as {@link #writeNumber(JsonGenerator, Matrix, int, int)} does, in a text of parts. */
    private static void writeNumber(JsonGenerator json, FloatPart part, Matrix matrix, int row, int column) {
        double value = matrix.get(row, column);
        if (matrix.isSingle() && Double.isFinite(value)) {
            json.writeRaw(part.with((float) value));
        } else {
            writeNumber(json, value);
        }
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
