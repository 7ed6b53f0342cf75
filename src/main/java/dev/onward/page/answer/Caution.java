package dev.onward.page.answer;

import dev.onward.details.Warning;
import dev.onward.http.Messages;
import dev.onward.page.text.Wording;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A sentence about values that make a prediction less reliable.
 *
 * @param feature the title of the feature that it is about; empty if it is about several
 */
record Caution(Optional<String> feature, Wording text) {

    private static final int MAX_LISTED = 10;
    private static final int MAX_NAMED = 5;

    /** The warnings in words, with the titles of the features. Missing values are combined. */
    static List<Caution> of(Schema schema, List<Warning> warnings, Messages messages) {
        List<String> missing = warnings.stream()
                .filter(warning -> warning.kind() == Warning.Kind.MISSING_VALUE)
                .map(warning -> title(schema, warning))
                .toList();
        List<Caution> others = warnings.stream()
                .filter(warning -> warning.kind() != Warning.Kind.MISSING_VALUE)
                .map(warning ->
                        new Caution(Optional.of(title(schema, warning)), Wording.of(warning.english(), messages)))
                .toList();
        List<Caution> cautions = new ArrayList<>();
        if (missing.size() == schema.size()) {
            cautions.add(general(messages.text("caution.all-missing")));
        } else if (!missing.isEmpty()) {
            cautions.add(general(messages.text(
                    missing.size() == 1 ? "caution.missing.one" : "caution.missing.other", named(missing, messages))));
        }
        others.stream().limit(MAX_LISTED).forEach(cautions::add);
        int unlisted = others.size() - MAX_LISTED;
        if (unlisted > 0) {
            cautions.add(general(messages.count("caution.more", unlisted)));
        }
        return cautions;
    }

    private static Caution general(String text) {
        return new Caution(Optional.empty(), new Wording(text, false));
    }

    private static String named(List<String> titles, Messages messages) {
        int others = Math.max(0, titles.size() - MAX_NAMED);
        return titles.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                + (others == 0 ? "" : " " + messages.count("more", others));
    }

    private static String title(Schema schema, Warning warning) {
        return schema.feature(schema.position(warning.feature())).title();
    }
}
