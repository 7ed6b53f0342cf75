package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.ModelRepository;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Whether the process lives, and whether it can answer. */
final class Health {

    private final ModelRepository models;

    Health(ModelRepository models) {
        this.models = models;
    }

    void live(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.sendObject(response, MediaTypes.JSON, json -> json.writeBooleanProperty("live", true));
    }

    /** 503 with the reason if there is no model that reproduced its golden rows. */
    void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Model> model = models.defaultModel();
        response.setStatus(model.isPresent() ? 200 : 503);
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            json.writeBooleanProperty("ready", model.isPresent());
            model.ifPresentOrElse(
                    ready -> describe(json, ready), () -> json.writeStringProperty("reason", models.failure()));
        });
    }

    private static void describe(JsonGenerator json, Model model) {
        json.writeStringProperty("model", model.name());
        json.writeStringProperty("version", model.version());
        json.writeStringProperty("sha256", model.sha256());
    }
}
