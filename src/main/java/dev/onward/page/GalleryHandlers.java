package dev.onward.page;

import dev.onward.http.Language;
import dev.onward.http.MediaTypes;
import dev.onward.http.Messages;
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

    /** The field of a query string with the words to search for, and the variable with them. */
    private static final String QUERY = "q";

    private final ModelRepository models;
    private final Templates templates;

    GalleryHandlers(ModelRepository models, Templates templates) {
        this.models = models;
        this.templates = templates;
    }

    void show(RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        sendPage(request);
    }

    /** Sends HTML to a browser, and JSON to a client without a preference. */
    void list(RequestContext request) throws IOException {
        String format = request.accepts(List.of(MediaTypes.JSON, MediaTypes.HTML));
        if (format.equals(MediaTypes.HTML)) {
            sendPage(request);
        } else {
            request.sendJson(json -> write(models.catalogue(), json));
        }
    }

    /** Renders the page and discards it. */
    void warmUp() throws IOException {
        templates.warmUp(PAGE, variables(models.catalogue(), "", Messages.in(Language.ENGLISH)));
    }

    private void sendPage(RequestContext request) throws IOException {
        String query = request.queryFields().getOrDefault(QUERY, List.of("")).get(0);
        templates.send(request, PAGE, variables(models.catalogue(), query, Messages.of(request)));
    }

    private static Map<String, Object> variables(Catalogue catalogue, String query, Messages messages) {
        List<GalleryEntry> entries = catalogue.names().stream()
                .map(name -> GalleryEntry.of(catalogue, name, messages))
                .filter(entry -> entry.matches(query))
                .toList();
        boolean explainsEmptiness =
                catalogue.names().isEmpty() && catalogue.unserved().isEmpty();
        return Map.of(
                "entries",
                entries,
                "isEmpty",
                catalogue.names().isEmpty(),
                "canSearch",
                catalogue.names().size() > 1,
                QUERY,
                query,
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
