package dev.onward.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An ordered list of features with unique names. */
public final class Schema {

    private final List<Feature> features;
    private final Map<String, Integer> positions = new HashMap<>();

    /** @throws IllegalArgumentException if two features share a name */
    public Schema(List<Feature> features) {
        this.features = List.copyOf(features);
        for (Feature feature : this.features) {
            if (positions.put(feature.name(), positions.size()) != null) {
                throw new IllegalArgumentException(
                        "expected unique feature names, got " + Text.quote(feature.name()) + " twice");
            }
        }
    }

    public List<Feature> features() {
        return features;
    }

    public Feature feature(int position) {
        return features.get(position);
    }

    public int size() {
        return features.size();
    }

    /** The same features, which accept no other values than their categories. */
    public Schema refusingUnknown() {
        return new Schema(features.stream()
                .map(feature -> feature.toBuilder().takesUnknown(false).build())
                .toList());
    }

    /** The position of the named feature, from 0, or -1 if there is none. */
    public int position(String name) {
        return positions.getOrDefault(name, -1);
    }

    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    /** The feature name that is most similar to a misspelt one. */
    public Optional<String> nearest(String name) {
        return Text.nearest(name, positions.keySet());
    }

    /**
     * One problem for an input whose names are all unknown, because that of its wrong name would be lost among those of
     * all features.
     *
     * @param first the first of the unknown names
     * @param count how many unknown names there are, at least 1
     * @param alternative another way to send the values, which completes the remedy; or ""
     */
    public Problem noneKnown(String first, int count, Supplier<String> alternative) {
        boolean isSingle = size() == 1;
        Optional<String> nearest = nearest(first);
        String expected = (isSingle ? "the feature " : "the features ") + Text.quote(names());
        String found = (isSingle ? "" : "none of them, ") + "only " + Text.quote(first)
                + (count == 1 ? "" : " and " + (count - 1) + " more");
        String remedy =
                nearest.isPresent() ? "" : "; send each value under the name of its feature" + alternative.get();
        return Problem.of("expected " + expected + ", got " + found + remedy).withSuggestion(() -> nearest);
    }
}
