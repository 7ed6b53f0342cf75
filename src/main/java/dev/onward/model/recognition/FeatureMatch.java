package dev.onward.model.recognition;

import dev.onward.model.card.FeatureCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** How the features of a card and the columns of a graph's inputs belong together, and where they do not fit. */
final class FeatureMatch {

    private FeatureMatch() {}

    /**
     * For each column the position of its feature on the card: by the names of inputs if the card gives any; else, if
     * there are as many, in their order.
     */
    static int[] match(List<Feature> shown, List<FeatureCard> cards, List<String> mismatches) {
        List<String> columns = shown.stream().map(Feature::name).toList();
        boolean named = cards.stream()
                .anyMatch(
                        card -> columns.contains(card.column()) || card.input().isPresent());
        if (!named && cards.size() == columns.size()) {
            return IntStream.range(0, columns.size()).toArray();
        }
        List<String> keys = cards.stream().map(FeatureCard::column).toList();
        Set<String> taken = new HashSet<>();
        for (FeatureCard card : cards) {
            if (!taken.add(card.column())) {
                mismatches.add("feature " + Text.quote(card.name()) + ": another one stands for the input "
                        + Text.quote(card.column()) + " already");
            }
            if (!columns.contains(card.column())) {
                mismatches.add("feature " + Text.quote(card.name()) + ": the graph has no input "
                        + Text.quote(card.column())
                        + Text.nearest(card.column(), columns)
                                .map(name -> ", did you mean " + Text.quote(name) + "?")
                                .orElse(""));
            }
        }
        for (String column : columns) {
            if (!keys.contains(column)) {
                mismatches.add("input " + Text.quote(column) + " is no feature of the card");
            }
        }
        return columns.stream().mapToInt(keys::indexOf).toArray();
    }

    static void check(FeatureCard card, GraphInput input, List<String> mismatches) {
        String feature = "feature " + Text.quote(card.name()) + ": ";
        if (card.type().isPresent() && !input.type().takes(card.type().get())) {
            mismatches.add(feature + "expected a type that fits " + input.declared() + ", got "
                    + card.type().get().name().toLowerCase(Locale.ROOT));
        }
        DataType type = card.type().orElse(input.type().dataType);
        card.categories().stream()
                .filter(category -> !isValue(type, category))
                .findFirst()
                .ifPresent(category -> mismatches.add(feature + "expected categories of the type "
                        + type.name().toLowerCase(Locale.ROOT) + ", got " + Text.quote(category)));
        if (card.optional().orElse(false) && !input.type().hasMissing()) {
            mismatches.add(feature + "cannot be optional, since " + input.declared() + " has no way to say that a value"
                    + " is missing");
        }
    }

    private static boolean isValue(DataType type, String category) {
        return switch (type) {
            case NUMBER -> Numbers.decimal(category).isPresent();
            case INTEGER -> Numbers.whole(category).isPresent();
            case BOOLEAN -> false;
            case STRING -> true;
        };
    }
}
