package dev.onward.ops;

import dev.onward.http.RequestContext;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Liveness and readiness. */
final class Health {

    private final ModelRepository models;
    private final Readiness readiness;

    Health(ModelRepository models, Readiness readiness) {
        this.models = models;
        this.readiness = readiness;
    }

    void live(RequestContext request) throws IOException {
        request.sendJson(json -> json.writeBooleanProperty("live", true));
    }

    /**
     * Answers 503 with the reason if the default model, or every model, could not be opened and verified, or the server is
     * about to stop; in any case with the files that are not served.
     */
    void ready(RequestContext request) throws IOException {
        Catalogue catalogue = models.catalogue();
        Optional<String> reason = readiness.reason(catalogue);
        request.status(reason.isEmpty() ? 200 : 503).sendJson(json -> {
            json.writeBooleanProperty("ready", reason.isEmpty());
            reason.ifPresent(text -> json.writeStringProperty("reason", text));
            describe(json, catalogue);
        });
    }

    /** Answers as MLflow's servers do: by the status, with a body of one line end. */
    void ping(RequestContext request) throws IOException {
        request.status(readiness.reason().isEmpty() ? 200 : 503).sendText("\n");
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
