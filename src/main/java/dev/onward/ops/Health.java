package dev.onward.ops;

import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Liveness, readiness and the version. */
public final class Health {

    private final ModelRepository models;
    private final Readiness readiness;
    private final Supplier<List<String>> notes;
    private final String version;

    /**
     * @param notes problems that do not make the server unready
     * @param version of the application
     */
    public Health(ModelRepository models, Readiness readiness, Supplier<List<String>> notes, String version) {
        this.models = models;
        this.readiness = readiness;
        this.notes = notes;
        this.version = version;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health/live", this::live).probe().operation("live"),
                Route.get("/health/ready", this::ready).probe().operation("ready"),
                Route.get("/health", this::ping).probe().operation("health"),
                Route.get("/ping", this::ping).probe().operation("ping"),
                Route.get("/version", request -> request.sendText(version)).operation("version"));
    }

    private void live(RequestContext request) throws IOException {
        request.sendJson(json -> json.writeBooleanProperty("live", true));
    }

    /**
     * Responds with 503 and the reason if the default model, or every model, could not be opened and verified, or if
     * the server is about to stop. Every response lists the files that are not served, and
     * other problems.
     */
    private void ready(RequestContext request) throws IOException {
        Catalogue catalogue = models.catalogue();
        Optional<String> reason = readiness.reason(catalogue);
        request.status(reason.isEmpty() ? 200 : 503).sendJson(json -> {
            json.writeBooleanProperty("ready", reason.isEmpty());
            reason.ifPresent(text -> json.writeStringProperty("reason", text));
            describe(json, catalogue);
            writeTexts(json, "notes", notes.get());
        });
    }

    /** Responds like MLflow's servers: with the status, and a line break as the body. */
    private void ping(RequestContext request) throws IOException {
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
        writeTexts(json, "failures", catalogue.unserved().values());
    }

    /** Writes an array of strings, unless it is empty. */
    private static void writeTexts(JsonGenerator json, String name, Collection<String> texts) {
        if (!texts.isEmpty()) {
            json.writeArrayPropertyStart(name);
            texts.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
