package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.page.text.NumberFormats;
import dev.onward.table.Feature;
import java.util.List;
import java.util.Optional;

/**
 * A feature in the table of a model's card.
 *
 * @param distribution of its values in the reference data
 */
record FeatureView(Feature feature, Optional<Distribution> distribution, Messages messages) {

    private static final int MAX_CATEGORIES = 12;

    public String name() {
        return feature.name();
    }

    public Optional<String> title() {
        return Optional.of(feature.title()).filter(title -> !title.equals(feature.name()));
    }

    public Optional<String> unit() {
        return feature.unit();
    }

    public Optional<String> description() {
        return feature.description();
    }

    /** The allowed values, in words. */
    public String values() {
        String values = feature.categories().isEmpty() ? typeInWords() : categoriesInWords();
        return feature.optional() ? messages.text("values.optional", values) : values;
    }

    /** The range and the mean in the training data. */
    public Optional<String> observed() {
        return feature.observed()
                .map(observed -> messages.text(
                        "features.range",
                        NumberFormats.exact(observed.minimum(), feature.digits()),
                        NumberFormats.exact(observed.maximum(), feature.digits()),
                        NumberFormats.rounded(observed.mean(), feature.digits())));
    }

    private String typeInWords() {
        return messages.text("values." + feature.type());
    }

    private String categoriesInWords() {
        List<String> categories = feature.categories();
        int others = Math.max(0, categories.size() - MAX_CATEGORIES);
        String listed = String.join(", ", categories.subList(0, categories.size() - others));
        return messages.text("values.categories", others > 0 ? listed + ", " + messages.count("more", others) : listed);
    }
}
