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

/** Matches the features of a card with the columns of a graph's inputs. */
final class FeatureMatch {

    private FeatureMatch() {}

    /**
     * The position of each column's feature in the card. Columns are matched by name if the card has any name of a
     * column, or else by order if there are as many features.
     *
     * @param mismatches receives features without a column and columns without a feature
     */
    static int[] match(List<Feature> graphFeatures, List<FeatureCard> cards, List<String> mismatches) {
        List<String> columns = graphFeatures.stream().map(Feature::name).toList();
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
                mismatches.add("feature " + Text.quote(card.name())
                        + ": expected a different input for each feature, got " + Text.quote(card.column()) + " twice");
            }
            if (!columns.contains(card.column())) {
                mismatches.add("feature " + Text.quote(card.name()) + ": the graph has no input "
                        + Text.quote(card.column())
                        + Text.suggestion(Text.nearest(card.column(), columns)));
            }
        }
        for (String column : columns) {
            if (!keys.contains(column)) {
                mismatches.add("input " + Text.quote(column) + ": the card has no feature for it");
            }
        }
        return columns.stream().mapToInt(keys::indexOf).toArray();
    }

    /** Checks that the types, categories and missing values of a feature fit its column. */
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
            mismatches.add(
                    feature + "cannot be optional because " + input.declared() + " cannot represent a missing value");
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
