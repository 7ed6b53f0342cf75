package dev.onward.model;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of the graph's inputs as features: what the graph shows of them, in the words of the card where it has
 * some.
 */
final class Features {

    /** Of many columns of one kind so many are named. */
    private static final int LISTED = 6;

    private final List<Feature> shown;
    private final List<GraphInput> inputs;
    private final List<ColumnFacts> facts;
    private final Schema schema;
    private final int[] positions;

    private Features(Inputs inputs, List<ColumnFacts> facts, List<Feature> shown, Schema schema, int[] positions) {
        this.inputs = inputs.ofColumns();
        this.facts = facts;
        this.shown = shown;
        this.schema = schema;
        this.positions = positions;
    }

    /** @param mismatches gets everything in which the card does not fit the graph */
    static Features of(Inputs inputs, Graph graph, List<FeatureCard> cards, List<String> mismatches) {
        List<ColumnFacts> facts = facts(inputs, graph);
        List<Feature> shown = shown(inputs, facts);
        if (cards.isEmpty()) {
            int[] asTheyAre = IntStream.range(0, shown.size()).toArray();
            return new Features(inputs, facts, shown, new Schema(shown), asTheyAre);
        }
        int[] positions = match(shown, cards, mismatches);
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < cards.size(); i++) {
            FeatureCard card = cards.get(i);
            int at = i;
            if (!names.add(card.name())) {
                mismatches.add("feature " + Text.quote(card.name()) + " stands twice on the card");
                continue;
            }
            IntStream.range(0, positions.length)
                    .filter(column -> positions[column] == at)
                    .findFirst()
                    .ifPresent(column -> {
                        check(card, inputs.ofColumns().get(column), mismatches);
                        features.add(card.complete(shown.get(column)));
                    });
        }
        return new Features(inputs, facts, shown, new Schema(mismatches.isEmpty() ? features : List.of()), positions);
    }

    /** In the card's order, or in the graph's if there is none. */
    Schema schema() {
        return schema;
    }

    /** For each column of the graph's inputs the position of its feature. Not to be changed. */
    int[] positions() {
        return positions;
    }

    /** What the graph alone calls the column of each feature, in the order of the features. */
    List<String> columns() {
        return IntStream.range(0, schema.size())
                .mapToObj(feature -> IntStream.range(0, positions.length)
                        .filter(column -> positions[column] == feature)
                        .mapToObj(column -> shown.get(column).name())
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<ColumnFacts> facts(Inputs inputs, Graph graph) {
        List<ColumnFacts> facts = new ArrayList<>();
        Map<String, Integer> widths = inputs.widths();
        for (GraphInput input : inputs.all()) {
            for (int i = 0; i < input.columns(); i++) {
                facts.add(ColumnFacts.of(
                        graph,
                        Flow.of(graph, widths, input.name(), i, input.type().isFloating()),
                        input.type() == ElementType.STRING));
            }
        }
        return facts;
    }

    private static List<Feature> shown(Inputs inputs, List<ColumnFacts> facts) {
        List<String> names = inputs.names();
        List<GraphInput> ofColumns = inputs.ofColumns();
        return IntStream.range(0, names.size())
                .mapToObj(i -> feature(names.get(i), ofColumns.get(i).type(), facts.get(i)))
                .toList();
    }

    private static Feature feature(String name, ElementType type, ColumnFacts facts) {
        boolean optional = takesMissing(type) && !facts.takesMissing().isEmpty();
        return new Feature(
                name,
                type.dataType,
                name,
                "",
                "",
                Optional.empty(),
                OptionalDouble.empty(),
                type.dataType == DataType.BOOLEAN ? List.of() : facts.categories(),
                optional,
                type.accepts());
    }

    /** Whether a tensor of the type can hold what says that there is no value. */
    private static boolean takesMissing(ElementType type) {
        return type.isFloating() || type == ElementType.STRING;
    }

    /** By the names of inputs if the card gives any; else, if there are as many, in their order. */
    private static int[] match(List<Feature> shown, List<FeatureCard> cards, List<String> mismatches) {
        List<String> columns = shown.stream().map(Feature::name).toList();
        boolean named = cards.stream()
                .anyMatch(
                        card -> columns.contains(column(card)) || !card.input().isEmpty());
        if (!named && cards.size() == columns.size()) {
            return IntStream.range(0, columns.size()).toArray();
        }
        List<String> keys = cards.stream().map(Features::column).toList();
        Set<String> taken = new HashSet<>();
        for (FeatureCard card : cards) {
            if (!taken.add(column(card))) {
                mismatches.add("feature " + Text.quote(card.name()) + ": another one stands for the input "
                        + Text.quote(column(card)) + " already");
            }
            if (!columns.contains(column(card))) {
                mismatches.add("feature " + Text.quote(card.name()) + ": the graph has no input "
                        + Text.quote(column(card))
                        + Text.nearest(column(card), columns)
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

    private static String column(FeatureCard card) {
        return card.input().isEmpty() ? card.name() : card.input();
    }

    private static void check(FeatureCard card, GraphInput input, List<String> mismatches) {
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
        if (card.optional().orElse(false) && !takesMissing(input.type())) {
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

    /** What was recognised: a sentence for each input, or for several of one kind, and for what is special of columns. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>(inputSentences());
        sentences.addAll(missingSentences());
        for (int i = 0; i < facts.size(); i++) {
            if (!shown.get(i).categories().isEmpty()) {
                sentences.add("feature " + Text.quote(name(i)) + ": one of "
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
            List<String> features = columns(column, input.columns());
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
                        .add(name(i));
            }
        }
        return features.entrySet().stream()
                .map(entry -> "missing values: allowed in " + listed(entry.getValue())
                        + ", since the graph says what becomes of them ("
                        + String.join(", ", new TreeSet<>(entry.getKey())) + ")")
                .toList();
    }

    private List<String> columns(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(this::name).toList();
    }

    private String name(int column) {
        return positions[column] < schema.size()
                ? schema.feature(positions[column]).name()
                : shown.get(column).name();
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
