package dev.onward.page;

import dev.onward.details.Warning;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences about values that make a prediction less reliable. */
final class Cautions {

    private static final int MAX_LISTED = 10;
    private static final int MAX_NAMED = 5;

    private Cautions() {}

    /** The warnings in words, with the titles of the features. Missing values are combined. */
    static List<String> of(Schema schema, List<Warning> warnings) {
        List<String> missing = warnings.stream()
                .filter(warning -> warning.kind() == Warning.Kind.MISSING_VALUE)
                .map(warning -> title(schema, warning))
                .toList();
        List<String> others = warnings.stream()
                .filter(warning -> warning.kind() != Warning.Kind.MISSING_VALUE)
                .map(warning -> title(schema, warning) + ": " + warning.message())
                .toList();
        List<String> cautions = new ArrayList<>();
        if (missing.size() == schema.size()) {
            cautions.add("All values were missing. This is the prediction for a row without any values.");
        } else if (!missing.isEmpty()) {
            cautions.add("No value for " + named(missing) + "; the model treats "
                    + (missing.size() == 1 ? "it" : "them") + " as missing");
        }
        others.stream().limit(MAX_LISTED).forEach(cautions::add);
        int unlisted = others.size() - MAX_LISTED;
        if (unlisted > 0) {
            cautions.add("and " + NumberFormats.count(unlisted, "more value", "more values")
                    + " unlike those in the training data");
        }
        return cautions;
    }

    private static String named(List<String> titles) {
        int others = Math.max(0, titles.size() - MAX_NAMED);
        return titles.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                + (others == 0 ? "" : " and " + NumberFormats.count(others, "more", "more"));
    }

    private static String title(Schema schema, Warning warning) {
        return schema.feature(schema.position(warning.feature())).title();
    }
}
