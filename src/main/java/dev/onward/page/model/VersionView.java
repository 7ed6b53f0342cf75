package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.repository.Catalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A version of a model.
 *
 * @param isDefault true if it is used for requests that do not name a version
 */
public record VersionView(ModelId id, String sha256, int verifiedRows, boolean isDefault) {

    /** All versions of a model, the default one first. */
    public static List<VersionView> of(Catalogue catalogue, String name) {
        List<VersionView> versions = new ArrayList<>();
        List<Model> models = catalogue.versions(name);
        for (Model model : models) {
            versions.add(new VersionView(
                    new ModelId(model.name(), model.version()),
                    model.sha256(),
                    model.verifiedRows(),
                    versions.size() == models.size() - 1));
        }
        Collections.reverse(versions);
        return versions;
    }

    /** The path of its page. */
    public String path() {
        return ModelUrls.of(id).page();
    }

    /** The path of the page about it. */
    public String about() {
        return ModelUrls.of(id).about();
    }

    public String status(Messages messages) {
        return verifiedRows == 0
                ? messages.text("version.unverified")
                : messages.count("version.verified", verifiedRows);
    }
}
