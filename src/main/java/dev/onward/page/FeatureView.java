package dev.onward.page;

import dev.onward.table.Feature;
import java.util.List;
import java.util.Optional;

/**
 * A feature in the table of a model's card.
 *
 * @param distribution of its values in the reference data
 */
record FeatureView(Feature feature, Optional<Distribution> distribution) {

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
        return (feature.categories().isEmpty() ? typeInWords() : categoriesInWords())
                + (feature.optional() ? ", or missing" : "");
    }

    /** The range and the mean in the training data. */
    public Optional<String> observed() {
        return feature.observed()
                .map(observed -> NumberFormats.exact(observed.minimum()) + " to "
                        + NumberFormats.exact(observed.maximum()) + ", mean "
                        + NumberFormats.rounded(observed.mean()));
    }

    private String typeInWords() {
        return switch (feature.type()) {
            case NUMBER -> "a number";
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case STRING -> "text";
        };
    }

    private String categoriesInWords() {
        List<String> categories = feature.categories();
        int others = Math.max(0, categories.size() - MAX_CATEGORIES);
        return "one of " + String.join(", ", categories.subList(0, categories.size() - others))
                + (others > 0 ? ", and " + others + " more" : "");
    }
}
