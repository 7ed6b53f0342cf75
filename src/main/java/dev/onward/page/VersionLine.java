package dev.onward.page;

import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * One version of a model.
 *
 * @param address of its page, within the application
 * @param state whether it was verified
 * @param isLatest whether it is the one that is asked if none is named
 */
record VersionLine(String version, String address, String sha256, String state, boolean isLatest) {

    /** The latest first. */
    static List<VersionLine> of(Catalogue catalogue, String name) {
        List<Model> models = catalogue.versions(name);
        List<VersionLine> lines = new ArrayList<>();
        for (int i = models.size() - 1; i >= 0; i--) {
            Model model = models.get(i);
            lines.add(new VersionLine(
                    model.version(),
                    ModelAddress.of(name, model.version()).page(),
                    model.sha256(),
                    state(model),
                    i == models.size() - 1));
        }
        return lines;
    }

    private static String state(Model model) {
        int rows = model.verifiedRows();
        return rows == 0 ? "not verified" : Figures.count(rows, "golden row", "golden rows") + " reproduced";
    }
}
