package dev.onward.protocol.oip;

import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.body.HeapUse;
import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Handles requests about the server and its models: health, metadata, statistics and the index of the repository. */
final class ServerHandlers {

    private final ModelRepository models;
    private final InferenceStatistics statistics;
    private final Readiness readiness;
    private final Settings settings;
    private final String version;

    /** @param version of the application */
    ServerHandlers(
            ModelRepository models,
            InferenceStatistics statistics,
            Readiness readiness,
            Settings settings,
            String version) {
        this.models = models;
        this.statistics = statistics;
        this.readiness = readiness;
        this.settings = settings;
        this.version = version;
    }

    void server(RequestContext context) throws IOException {
        context.sendJson(json -> ProtocolMetadata.writeServer(json, version));
    }

    void live(RequestContext context) throws IOException {
        context.sendJson(json -> json.writeBooleanProperty("live", true));
    }

    /**
     * In the specification, readiness has the property {@code live}, too ("Server Ready"). KServe's client reads {@code
     * ready}, and Triton's client reads only the status.
     */
    void ready(RequestContext context) throws IOException {
        Optional<String> reason = readiness.reason();
        context.status(reason.isEmpty() ? 200 : 503).sendJson(json -> {
            json.writeBooleanProperty("live", true);
            json.writeBooleanProperty("ready", reason.isEmpty());
            reason.ifPresent(text -> json.writeStringProperty("error", text));
        });
    }

    /** Not in the specification, but KServe's servers have it. */
    void models(RequestContext context) throws IOException {
        context.sendJson(json -> {
            json.writeArrayPropertyStart("models");
            models.catalogue().names().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    void model(Model model, RequestContext context) throws IOException {
        List<String> versions = models.catalogue().versions(model.name()).stream()
                .map(Model::version)
                .toList();
        context.sendJson(json -> ProtocolMetadata.writeModel(json, model, versions));
    }

    /** A model that is served is ready, because it was verified when it was loaded. */
    void modelReady(Model model, RequestContext context) throws IOException {
        context.sendJson(json -> {
            json.writeStringProperty("name", model.name());
            json.writeBooleanProperty("ready", true);
        });
    }

    /** The statistics of a version, or of all versions of the model if the path names none. */
    void modelStatistics(Model model, RequestContext context) throws IOException {
        boolean all = context.pathParameter("version").isEmpty();
        sendStatistics(all ? models.catalogue().versions(model.name()) : List.of(model), context);
    }

    void allStatistics(RequestContext context) throws IOException {
        Catalogue catalogue = models.catalogue();
        List<Model> all = catalogue.names().stream()
                .flatMap(name -> catalogue.versions(name).stream())
                .toList();
        sendStatistics(all, context);
    }

    private void sendStatistics(List<Model> described, RequestContext context) throws IOException {
        context.sendJson(json -> {
            json.writeArrayPropertyStart("model_stats");
            described.forEach(model -> statistics.write(json, model));
            json.writeEndArray();
        });
    }

    void index(RequestContext context) throws IOException {
        try (InputStream body = context.body().openInflated(settings.bodyLimit(), HeapUse.TENSORS)) {
            RepositoryIndex index = RepositoryIndex.read(body.readAllBytes());
            context.send(MediaTypes.JSON, out -> {
                try (JsonGenerator json = JsonGenerators.of(out)) {
                    index.write(json, models.catalogue());
                }
            });
        }
    }

    /** Refuses load and unload, which are not implemented because the models follow the files in the models folder. */
    @SuppressWarnings("DoNotCallSuggester") // It is called as a handler.
    void refuseLoading(RequestContext context) {
        throw new HttpException(
                501,
                "models cannot be loaded or unloaded by a request; add files to the models folder or remove"
                        + " them from it");
    }
}
