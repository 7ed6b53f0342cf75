package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Model;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.ReferenceSection;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints the heap that everything for explanations of a model takes after a collection, in MiB: of the annotated model
 * in the first argument, or of random trees whose tables do not all fit in the memory. A process of its own, since
 * others would use the same heap.
 */
public final class ExplanationHeap {

    private static final int FEATURES = 20;

    private ExplanationHeap() {}

    public static void main(String[] arguments) {
        try (Model model = arguments.length > 0 ? Model.open(Path.of(arguments[0])) : randomTrees()) {
            long with = usedBytesWith(arguments.length > 0 ? annotated(model) : counted(model));
            System.out.printf(Locale.ROOT, "%.1f%n", (with - usedBytes()) / (double) (1 << 20));
        }
    }

    private static Model randomTrees() {
        RandomTrees trees = new RandomTrees(new Random(1), FEATURES, 1, List.of("BRANCH_LEQ"), false).grow(300, 230);
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("target", 0));
        attributes.add(attribute("n_targets", 1));
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("y"), attributes.toArray(new AttributeProto[0]))
                .output("y", DataType.FLOAT, -1, 1)
                .open();
    }

    /** What a server keeps of a model with reference data, after an explanation. */
    private static List<Object> annotated(Model model) {
        ExplainableModel explainable = ExplainableModel.of(model);
        Explainer explainer = Explainer.of(
                explainable,
                model.card().reference().flatMap(ReferenceSection::content).orElseThrow(),
                BackgroundGroup.ALL);
        if (explainer.explain(rows(model, 1), Optional.empty()).get(0).result().isEmpty()) {
            throw new IllegalStateException("expected an explanation");
        }
        return List.of(explainable, explainer);
    }

    /** The same without a file: patterns of random rows, and tables in the memory of the model. */
    private static List<Object> counted(Model model) {
        ExplainableModel explainable = ExplainableModel.of(model);
        BackgroundStatistics statistics = BackgroundStatistics.of(
                explainable.additive().orElseThrow(),
                Background.of(rows(model, 500)),
                Optional.of(explainable.memory()));
        ScoreShapley shapley = new ScoreShapley(
                explainable.additive().orElseThrow().answers().get(0).explained(), statistics);
        return List.of(explainable, shapley);
    }

    private static Table rows(Model model, int count) {
        double[][] rows = RandomRows.of(new Random(2), count, model.schema().size(), 0);
        List<Column> columns = IntStream.range(0, model.schema().size())
                .<Column>mapToObj(feature -> new Column.Doubles(
                        IntStream.range(0, count)
                                .mapToDouble(row -> rows[row][feature])
                                .toArray(),
                        new BitSet()))
                .toList();
        return new Table(model.schema(), columns, count);
    }

    private static long usedBytesWith(List<Object> held) {
        try {
            return usedBytes();
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    private static long usedBytes() {
        // The serial collector compacts the heap only in every fourth collection.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
