package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.ContextAttributes;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** Whether the process lives, and whether it can answer. */
final class Health {

    private final ServletContext context;
    private final ModelRepository models;

    Health(ServletContext context, ModelRepository models) {
        this.context = context;
        this.models = models;
    }

    void live(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.sendObject(response, MediaTypes.JSON, json -> json.writeBooleanProperty("live", true));
    }

    /**
     * 503 with the reason if no model could be opened and verified, not the default, or the server is about to stop;
     * either way with what else is not served.
     */
    void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Catalogue catalogue = models.catalogue();
        String reason = obstacle(catalogue);
        response.setStatus(reason.isEmpty() ? 200 : 503);
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            json.writeBooleanProperty("ready", reason.isEmpty());
            if (!reason.isEmpty()) {
                json.writeStringProperty("reason", reason);
            }
            describe(json, catalogue);
        });
    }

    /** The same as MLflow's servers say it: by the status, with a body that is a line's end. */
    void ping(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(obstacle().isEmpty() ? 200 : 503);
        Answers.sendText(response, "\n");
    }

    /** Why requests are not to come here; empty if nothing stands in the way. */
    String obstacle() {
        return obstacle(models.catalogue());
    }

    private String obstacle(Catalogue catalogue) {
        return context.getAttribute(ContextAttributes.STOPPING) != null ? "stopping" : catalogue.notReadyReason().orElse("");
    }

    private static void describe(JsonGenerator json, Catalogue catalogue) {
        catalogue.defaultName().map(catalogue::versions).ifPresent(versions -> {
            Model model = versions.get(versions.size() - 1);
            json.writeStringProperty("model", model.name());
            json.writeStringProperty("version", model.version());
            json.writeStringProperty("sha256", model.sha256());
        });
        if (catalogue.names().size() > 1) {
            json.writeArrayPropertyStart("models");
            catalogue.names().forEach(json::writeString);
            json.writeEndArray();
        }
        if (!catalogue.unserved().isEmpty()) {
            json.writeArrayPropertyStart("failures");
            catalogue.unserved().values().forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
