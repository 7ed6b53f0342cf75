package dev.onward.page;

import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.card.Task;
import dev.onward.page.model.ModelUrls;
import dev.onward.page.model.ModelView;
import dev.onward.page.model.SchemaView;
import dev.onward.page.model.VersionView;
import dev.onward.page.text.NumberFormats;
import dev.onward.repository.Catalogue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model in the gallery, in its default version.
 *
 * @param facts its task, its quality and whether it was verified, in words
 */
record GalleryEntry(
        ModelView model, List<VersionView> versions, boolean isDefault, boolean isTabular, List<String> facts) {

    static GalleryEntry of(Catalogue catalogue, String name, Messages messages) {
        List<Model> models = catalogue.versions(name);
        Model latest = models.get(models.size() - 1);
        List<VersionView> versions = VersionView.of(catalogue, name);
        return new GalleryEntry(
                ModelView.of(latest, messages),
                versions,
                catalogue.defaultName().filter(name::equals).isPresent(),
                latest.isTabular(),
                Stream.of(
                                task(latest, messages),
                                quality(latest),
                                Optional.of(versions.get(0).status(messages)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<String> task(Model model, Messages messages) {
        if (!model.isTabular()) {
            return Optional.empty();
        }
        return Optional.of(
                model.card().task().map(task -> inWords(task, messages)).orElseGet(() -> SchemaView.emptyPrediction(
                                model)
                        .match(
                                classes -> inWords(Task.CLASSIFICATION, messages),
                                values -> inWords(Task.REGRESSION, messages),
                                outputs -> messages.text("task.unknown"))));
    }

    private static String inWords(Task task, Messages messages) {
        return messages.text("task." + task);
    }

    /** The first metric of the card, which is the most important one. */
    private static Optional<String> quality(Model model) {
        return model.card().metrics().stream()
                .findFirst()
                .map(metric -> metric.name() + " " + NumberFormats.threeDigits(metric.value()));
    }

    /** Returns whether the name, title, description or facts contain all words of a query. */
    boolean matches(String query) {
        String text = String.join(
                        "\n",
                        model.id().name(),
                        model.title(),
                        model.description().orElse(""),
                        String.join("\n", facts))
                .toLowerCase(Locale.ROOT);
        return Stream.of(query.toLowerCase(Locale.ROOT).split("\\s+")).allMatch(text::contains);
    }

    /** The path of the model's page. */
    public String path() {
        return ModelUrls.of(model.id().name()).page();
    }

    /** The path of the page about the model. */
    public String about() {
        return ModelUrls.of(model.id().name()).about();
    }
}
