package dev.onward.format;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Answers as a JSON array in the order of the rows; a row that could not be answered gives {@code {"error": …}}. */
final class JsonAnswers implements AnswerWriter {

    private final JsonGenerator json;
    private final Model model;

    JsonAnswers(OutputStream out, Model model) {
        this.json = JsonFormat.generator(out);
        this.model = model;
        json.writeStartArray();
    }

    @Override
    public void answer(List<String> cells, Prediction prediction, int row) {
        JsonFormat.writeAnswer(json, model, prediction, row);
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
