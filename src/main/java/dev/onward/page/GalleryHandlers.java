package dev.onward.page;

import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The list of all models, and of the files that are not served: a page for people, JSON for programs. */
final class GalleryHandlers {

    /** The template. */
    private static final String PAGE = "models";

    private final ModelRepository models;
    private final Templates templates;

    GalleryHandlers(ModelRepository models, Templates templates) {
        this.models = models;
        this.templates = templates;
    }

    /** A model in the gallery, in its default version. */
    record Entry(ModelView model, List<VersionView> versions, boolean isDefault, boolean isTabular) {

        static Entry of(Catalogue catalogue, String name) {
            List<Model> models = catalogue.versions(name);
            Model latest = models.get(models.size() - 1);
            return new Entry(
                    ModelView.of(latest),
                    VersionView.of(catalogue, name),
                    catalogue.defaultName().filter(name::equals).isPresent(),
                    latest.isTabular());
        }

        /** The path of the model's page. */
        public String path() {
            return ModelUrls.of(model.id().name()).page();
        }
    }

    void show(RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        sendPage(models.catalogue(), request);
    }

    /** Sends HTML to a browser, and JSON to a client without a preference. */
    void list(RequestContext request) throws IOException {
        String format = request.accepts(List.of(MediaTypes.JSON, MediaTypes.HTML));
        if (format.equals(MediaTypes.HTML)) {
            sendPage(models.catalogue(), request);
        } else {
            request.sendJson(json -> write(models.catalogue(), json));
        }
    }

    /** Renders the page and discards it. */
    void warmUp() throws IOException {
        templates.warmUp(PAGE, variables(models.catalogue()));
    }

    private void sendPage(Catalogue catalogue, RequestContext request) throws IOException {
        templates.send(request, PAGE, variables(catalogue));
    }

    private static Map<String, Object> variables(Catalogue catalogue) {
        List<Entry> entries = catalogue.names().stream()
                .map(name -> Entry.of(catalogue, name))
                .toList();
        boolean explainsEmptiness = entries.isEmpty() && catalogue.unserved().isEmpty();
        return Map.of(
                "entries",
                entries,
                "unserved",
                explainsEmptiness
                        ? catalogue.notReadyReason().stream().toList()
                        : List.copyOf(catalogue.unserved().values()));
    }

    private static void write(Catalogue catalogue, JsonGenerator json) {
        json.writeArrayPropertyStart("models");
        for (String name : catalogue.names()) {
            json.writeStartObject();
            json.writeStringProperty("model", name);
            json.writeArrayPropertyStart("versions");
            catalogue.versions(name).forEach(model -> write(model, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        catalogue.defaultName().ifPresent(name -> json.writeStringProperty("default", name));
        json.writeArrayPropertyStart("failures");
        catalogue.unserved().values().forEach(json::writeString);
        json.writeEndArray();
    }

    private static void write(Model version, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("version", version.version());
        json.writeStringProperty("sha256", version.sha256());
        json.writeNumberProperty("verifiedRows", version.verifiedRows());
        json.writeEndObject();
    }
}
