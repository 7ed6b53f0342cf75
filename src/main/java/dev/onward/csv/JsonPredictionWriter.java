package dev.onward.csv;

import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonPredictions;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes predictions as a JSON array with one object per row; a row without a prediction gives {@code {"error": …}}.
 */
final class JsonPredictionWriter implements PredictionWriter {

    private final JsonGenerator json;
    private final Model model;
    private boolean hasRows;

    JsonPredictionWriter(OutputStream out, Model model) {
        this.json = JsonGenerators.ofParts(out);
        this.model = model;
        json.writeRaw('[');
    }

    @Override
    public RowWriter rows(Prediction prediction, PredictionDetails details) {
        IntConsumer writer = JsonPredictions.rowWriter(json, model, prediction, details);
        return (cells, row) -> {
            separate();
            writer.accept(row);
        };
    }

    @Override
    public void writeProblem(List<String> cells, String problem) {
        separate();
        json.writeStartObject();
        json.writeStringProperty("error", problem);
        json.writeEndObject();
    }

    private void separate() {
        if (hasRows) {
            json.writeRaw(',');
        }
        hasRows = true;
    }

    @Override
    public void close() {
        json.writeRaw(']');
        json.close();
    }
}
