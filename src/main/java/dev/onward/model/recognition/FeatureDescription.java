package dev.onward.model.recognition;

import dev.onward.table.Feature;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Describes what was recognised in a graph's inputs. */
final class FeatureDescription {

    /** The most names in one sentence. */
    private static final int MAX_LISTED = 6;

    private final List<GraphInput> inputs;
    private final List<String> names;
    private final List<Feature> graphFeatures;
    private final List<ColumnFacts> facts;

    /** @param names of the features; this and the other lists are in the order of the columns */
    FeatureDescription(
            List<GraphInput> inputs, List<String> names, List<Feature> graphFeatures, List<ColumnFacts> facts) {
        this.inputs = inputs;
        this.names = names;
        this.graphFeatures = graphFeatures;
        this.facts = facts;
    }

    /** A sentence for each input, or for several of the same type, then those about missing values and categories. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>(inputSentences());
        sentences.addAll(missingSentences());
        for (int i = 0; i < facts.size(); i++) {
            if (!graphFeatures.get(i).categories().isEmpty()) {
                sentences.add("feature " + Text.quote(names.get(i)) + ": one of the "
                        + graphFeatures.get(i).categories().size() + " categories of its encoder"
                        + (graphFeatures.get(i).takesUnknown() ? ", which ignores any other" : ""));
            }
        }
        return sentences;
    }

    /** Inputs of a single column with the same type share a sentence if they have the names of their features. */
    private List<String> inputSentences() {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        Map<String, String> sentences = new LinkedHashMap<>();
        int column = 0;
        for (GraphInput input : new LinkedHashSet<>(inputs)) {
            List<String> features = names.subList(column, column + input.columns());
            column += input.columns();
            if (input.columns() == 1 && features.get(0).equals(input.name())) {
                List<String> names = alike.computeIfAbsent(input.declared(), declared -> new ArrayList<>());
                names.add(input.name());
                sentences.put(
                        input.declared(),
                        (names.size() == 1 ? "input " : "inputs ") + listed(names) + ": " + input.declared()
                                + (names.size() == 1
                                        ? ", a feature of the same name"
                                        : " each, features with the same names"));
            } else {
                sentences.put(
                        input.name(),
                        "input " + Text.quote(input.name()) + ": " + input.declared() + ", read as "
                                + (features.size() == 1 ? "the feature " : features.size() + " features, ")
                                + listed(features));
            }
        }
        return List.copyOf(sentences.values());
    }

    private List<String> missingSentences() {
        Map<Set<String>, List<String>> features = new LinkedHashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            if (graphFeatures.get(i).optional()) {
                features.computeIfAbsent(facts.get(i).takesMissing(), rule -> new ArrayList<>())
                        .add(names.get(i));
            }
        }
        return features.entrySet().stream()
                .map(entry -> "missing values: allowed in " + listed(entry.getValue())
                        + " because the graph handles them ("
                        + String.join(", ", new TreeSet<>(entry.getKey())) + ")")
                .toList();
    }

    private static String cut(List<String> names) {
        return names.stream().map(Text::cut).collect(Collectors.joining(", "));
    }

    private static String listed(List<String> names) {
        return names.size() <= MAX_LISTED
                ? cut(names)
                : cut(names.subList(0, MAX_LISTED - 1)) + ", … " + Text.cut(names.get(names.size() - 1));
    }
}
