package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.ModelRepository;
import dev.onward.settings.ContextAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

    /** 503 with the reason if no model could be opened and verified, or the server is about to stop. */
    void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean stopping = request.getServletContext().getAttribute(ContextAttributes.STOPPING) != null;
        String reason = stopping ? "stopping" : models.failure();
        response.setStatus(reason.isEmpty() ? 200 : 503);
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            json.writeBooleanProperty("ready", reason.isEmpty());
            if (reason.isEmpty()) {
                describe(json, models.required());
            } else {
                json.writeStringProperty("reason", reason);
            }
        });
    }

    private static void describe(JsonGenerator json, Model model) {
        json.writeStringProperty("model", model.name());
        json.writeStringProperty("version", model.version());
        json.writeStringProperty("sha256", model.sha256());
    }
}
