package dev.onward.model.recognition;

import dev.onward.model.card.FeatureCard;
import dev.onward.onnx.Graph;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The features of a graph: one for each column of its inputs, with the entries of the card where it has some.
 */
public final class Features {

    private final List<Feature> graphFeatures;
    private final List<GraphInput> inputs;
    private final List<ColumnFacts> facts;
    private final Schema schema;
    private final int[] positions;

    private Features(
            Inputs inputs, List<ColumnFacts> facts, List<Feature> graphFeatures, Schema schema, int[] positions) {
        this.inputs = inputs.ofColumns();
        this.facts = facts;
        this.graphFeatures = graphFeatures;
        this.schema = schema;
        this.positions = positions;
    }

    /** @param mismatches receives every mismatch between the card and the graph */
    public static Features of(Inputs inputs, Graph graph, List<FeatureCard> cards, List<String> mismatches) {
        List<ColumnFacts> facts = facts(inputs, graph);
        List<Feature> graphFeatures = graphFeatures(inputs, facts);
        if (cards.isEmpty()) {
            int[] inOrder = IntStream.range(0, graphFeatures.size()).toArray();
            return new Features(inputs, facts, graphFeatures, new Schema(graphFeatures), inOrder);
        }
        int[] positions = FeatureMatch.match(graphFeatures, cards, mismatches);
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < cards.size(); i++) {
            FeatureCard card = cards.get(i);
            int at = i;
            if (!names.add(card.name())) {
                mismatches.add("feature " + Text.quote(card.name()) + " appears twice in the card");
                continue;
            }
            IntStream.range(0, positions.length)
                    .filter(column -> positions[column] == at)
                    .findFirst()
                    .ifPresent(column -> {
                        FeatureMatch.check(card, inputs.ofColumns().get(column), mismatches);
                        features.add(card.complete(graphFeatures.get(column)));
                    });
        }
        return new Features(
                inputs, facts, graphFeatures, new Schema(mismatches.isEmpty() ? features : List.of()), positions);
    }

    /** The features in the order of the card, or of the graph if the card has none. */
    public Schema schema() {
        return schema;
    }

    /** The position of the feature of each column of the graph's inputs. The caller must not change the array. */
    public int[] positions() {
        return positions;
    }

    /** The default name of each feature's column, in the order of the features. */
    public List<String> columns() {
        return IntStream.range(0, schema.size())
                .mapToObj(feature -> IntStream.range(0, positions.length)
                        .filter(column -> positions[column] == feature)
                        .mapToObj(column -> graphFeatures.get(column).name())
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<ColumnFacts> facts(Inputs inputs, Graph graph) {
        List<ColumnFacts> facts = new ArrayList<>();
        Map<String, Integer> widths = inputs.widths();
        TypicalValues typical = new TypicalValues();
        for (GraphInput input : inputs.all()) {
            for (int i = 0; i < input.columns(); i++) {
                facts.add(ColumnFacts.of(
                        graph,
                        InputPropagation.of(
                                graph, widths, input.name(), i, input.type().isFloating()),
                        input.type() == ElementType.STRING,
                        typical));
            }
        }
        return facts;
    }

    private static List<Feature> graphFeatures(Inputs inputs, List<ColumnFacts> facts) {
        List<String> names = inputs.names();
        List<GraphInput> ofColumns = inputs.ofColumns();
        return IntStream.range(0, names.size())
                .mapToObj(i -> feature(names.get(i), ofColumns.get(i).type(), facts.get(i)))
                .toList();
    }

    private static Feature feature(String name, ElementType type, ColumnFacts facts) {
        boolean optional = type.hasMissing() && !facts.takesMissing().isEmpty();
        return Feature.builder(name, type.dataType)
                .categories(type.dataType == DataType.BOOLEAN ? List.of() : facts.categories())
                .takesUnknown(facts.ignoresUnknown()
                        && !facts.categories().isEmpty()
                        && (type.dataType == DataType.STRING || type.dataType == DataType.INTEGER))
                .optional(optional)
                .typical(facts.typical())
                .accepts(type.accepts())
                .build();
    }

    /** A description of the features, one sentence for each input or remark. */
    public List<String> sentences() {
        List<String> names = IntStream.range(0, positions.length)
                .mapToObj(column -> schema.feature(positions[column]).name())
                .toList();
        return new FeatureDescription(inputs, names, graphFeatures, facts).sentences();
    }
}
