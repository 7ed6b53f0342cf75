package dev.onward.csv;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonPredictions;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Answers as a JSON array in the order of the rows; a row that could not be answered gives {@code {"error": …}}. */
final class JsonPredictionWriter implements PredictionWriter {

    private final JsonGenerator json;
    private final Model model;

    JsonPredictionWriter(OutputStream out, Model model) {
        this.json = JsonGenerators.of(out);
        this.model = model;
        json.writeStartArray();
    }

    @Override
    public void answer(List<String> cells, Prediction prediction, int row) {
        JsonPredictions.writeAnswer(json, model, prediction, row);
    }

    @Override
    public void fault(List<String> cells, String fault) {
        json.writeStartObject();
        json.writeStringProperty("error", fault);
        json.writeEndObject();
    }

    @Override
    public void close() {
        json.writeEndArray();
        json.close();
    }
}
