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

/** All models, and what is not served and why: a page for people, a list for programs. */
final class Gallery {

    private final ModelRepository models;
    private final Views views;
    private final Templates templates;

    Gallery(ModelRepository models, Views views, Templates templates) {
        this.models = models;
        this.views = views;
        this.templates = templates;
    }

    /**
     * A model in a few words.
     *
     * @param address of its page, within the application
     * @param isDefault whether it is asked when no model is named
     */
    record Entry(String name, String address, ModelView model, List<VersionLine> versions, boolean isDefault) {}

    void show(RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        page(models.catalogue(), request);
    }

    /** What stands at an address is HTML for a browser; a program that says nothing else gets JSON. */
    void list(RequestContext request) throws IOException {
        Catalogue catalogue = models.catalogue();
        String format = request.accepts(List.of(MediaTypes.JSON, MediaTypes.HTML));
        if (format.equals(MediaTypes.HTML)) {
            page(catalogue, request);
        } else {
            request.sendJson(json -> write(catalogue, json));
        }
    }

    private void page(Catalogue catalogue, RequestContext request)
            throws IOException {
        List<Entry> entries =
                catalogue.names().stream().map(name -> entry(catalogue, name)).toList();
        templates.send(
                request,
                "models",
                Map.of(
                        "entries",
                        entries,
                        "failures",
                        catalogue.unserved().values(),
                        "obstacle",
                        entries.isEmpty() ? catalogue.notReadyReason().orElse("") : ""));
    }

    private Entry entry(Catalogue catalogue, String name) {
        List<Model> versions = catalogue.versions(name);
        return new Entry(
                name,
                ModelAddress.of(name).page(),
                views.of(versions.get(versions.size() - 1)),
                VersionLine.of(catalogue, name),
                catalogue.defaultName().filter(name::equals).isPresent());
    }

    private static void write(Catalogue catalogue, JsonGenerator json) {
        json.writeArrayPropertyStart("models");
        for (String name : catalogue.names()) {
            json.writeStartObject();
            json.writeStringProperty("model", name);
            json.writeArrayPropertyStart("versions");
            for (Model model : catalogue.versions(name)) {
                json.writeStartObject();
                json.writeStringProperty("version", model.version());
                json.writeStringProperty("sha256", model.sha256());
                json.writeNumberProperty("verifiedRows", model.verifiedRows());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        catalogue.defaultName().ifPresent(name -> json.writeStringProperty("default", name));
        json.writeArrayPropertyStart("failures");
        catalogue.unserved().values().forEach(json::writeString);
        json.writeEndArray();
    }
}
