package dev.onward.page.model;

import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.model.ModelId;
import java.util.Optional;

/**
 * The paths of a model's page and predictions, relative to the application.
 *
 * @param name of the model; empty for the default model
 * @param version of the model; empty for its default version
 */
public record ModelUrls(Optional<String> name, Optional<String> version) {

    /** The model that the path of a request names. */
    public static ModelUrls of(RequestContext request) {
        return new ModelUrls(request.pathParameter("model"), request.pathParameter("version"));
    }

    public static ModelUrls of(String name) {
        return new ModelUrls(Optional.of(name), Optional.empty());
    }

    public static ModelUrls of(ModelId id) {
        return new ModelUrls(Optional.of(id.name()), Optional.of(id.version()));
    }

    public String page() {
        return name.isEmpty() ? "/" : base();
    }

    /** The path of a CSV file to fill in. */
    public String csvTemplate() {
        return base() + "/template.csv";
    }

    /** The path of the page to read about the model. */
    public String about() {
        return base() + "/about";
    }

    public String predictions() {
        return base() + "/predict";
    }

    /**
     * The path of the model's predictions in the Open Inference Protocol, in which each model has a name.
     *
     * @param model of these paths
     */
    public String tensors(Model model) {
        ModelUrls named = new ModelUrls(Optional.of(name.orElse(model.name())), version);
        return "/v2" + named.base() + "/infer";
    }

    private String base() {
        return name.map(text -> "/models/" + UrlEncoding.encode(text)).orElse("")
                + version.map(text -> "/versions/" + UrlEncoding.encode(text)).orElse("");
    }
}
