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

/** Tells what was recognised in a graph's inputs. */
final class FeatureSentences {

    /** Of many columns of one kind so many are named. */
    private static final int LISTED = 6;

    private final List<GraphInput> inputs;
    private final List<String> names;
    private final List<Feature> shown;
    private final List<ColumnFacts> facts;

    /** @param names of the features of the columns; everything is by column */
    FeatureSentences(List<GraphInput> inputs, List<String> names, List<Feature> shown, List<ColumnFacts> facts) {
        this.inputs = inputs;
        this.names = names;
        this.shown = shown;
        this.facts = facts;
    }

    /** What was recognised: a sentence for each input, or for several of one kind, and for what is special of columns. */
    List<String> all() {
        List<String> sentences = new ArrayList<>(inputSentences());
        sentences.addAll(missingSentences());
        for (int i = 0; i < facts.size(); i++) {
            if (!shown.get(i).categories().isEmpty()) {
                sentences.add("feature " + Text.quote(names.get(i)) + ": one of "
                        + shown.get(i).categories().size() + " categories, which are all that its encoder knows");
            }
        }
        return sentences;
    }

    /** Inputs of one column and the same type that are called as their features share a sentence. */
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
                                + (names.size() == 1 ? ", a feature" : " each, a feature each") + " of the same name");
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
            if (shown.get(i).optional()) {
                features.computeIfAbsent(facts.get(i).takesMissing(), rule -> new ArrayList<>())
                        .add(names.get(i));
            }
        }
        return features.entrySet().stream()
                .map(entry -> "missing values: allowed in " + listed(entry.getValue())
                        + ", since the graph says what becomes of them ("
                        + String.join(", ", new TreeSet<>(entry.getKey())) + ")")
                .toList();
    }

    private static String cut(List<String> names) {
        return names.stream().map(Text::cut).collect(Collectors.joining(", "));
    }

    private static String listed(List<String> names) {
        return names.size() <= LISTED
                ? cut(names)
                : cut(names.subList(0, LISTED - 1)) + ", … " + Text.cut(names.get(names.size() - 1));
    }
}
