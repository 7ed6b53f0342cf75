package dev.onward.page.form;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.page.model.SchemaView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** The properties of a model that the page's script needs to score a file. */
final class ScriptModel {

    private ScriptModel() {}

    /**
     * The properties as JSON: the sha256 of the model's file, the kind of prediction, and the classes or values with
     * their titles, or the number of outputs.
     */
    static String json(Model model) {
        Prediction prediction = SchemaView.emptyPrediction(model);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(out)) {
            json.writeStartObject();
            json.writeStringProperty("sha256", model.sha256());
            json.writeStringProperty(
                    "kind", prediction.match(classes -> "classes", values -> "values", outputs -> "outputs"));
            json.writeBooleanProperty(
                    "probabilities",
                    prediction.match(Prediction.Classes::areProbabilities, values -> false, outputs -> false));
            json.writeArrayPropertyStart("labels");
            prediction.match(classes -> write(classes, json), values -> 0, outputs -> 0);
            json.writeEndArray();
            json.writeArrayPropertyStart("values");
            prediction.match(classes -> 0, values -> write(values, json), outputs -> 0);
            json.writeEndArray();
            int outputs = prediction.match(
                    classes -> 0, values -> 0, named -> named.names().size());
            json.writeNumberProperty("outputs", outputs);
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int write(Prediction.Classes classes, JsonGenerator json) {
        for (Label label : classes.labels()) {
            json.writeStartObject();
            json.writeStringProperty("name", label.name());
            json.writeStringProperty("title", label.title());
            json.writeEndObject();
        }
        return classes.labels().size();
    }

    private static int write(Prediction.Values values, JsonGenerator json) {
        values.values().forEach(value -> {
            json.writeStartObject();
            json.writeStringProperty("name", value.name());
            json.writeStringProperty("title", value.title());
            json.writeStringProperty("unit", value.unit().orElse(""));
            json.writeEndObject();
        });
        return values.values().size();
    }
}
