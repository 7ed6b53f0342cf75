package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks whether the leaves of a forest contain the shares of the classes among the training rows, as those of decision
 * trees and random forests do. The mean of the shares is the probability that these models predict.
 */
final class LeafShares {

    /** Exporters round the shares, divided by the number of trees, to floats. */
    private static final double TOLERANCE = 1e-4;

    private LeafShares() {}

    /** A leaf of one of the trees. */
    private record Leaf(long tree, long node) {}

    /**
     * Checks whether no weight is negative, and the weights in each leaf add up to the same total, one divided by the
     * number of trees. With two classes and weights for only one, the runtime computes the other as the rest to 1; then
     * no weight is above this total.
     *
     * @param classifier a TreeEnsembleClassifier
     */
    static boolean areClassShares(NodeProto classifier) {
        List<Float> weights = Graph.attribute(classifier, "class_weights")
                .map(AttributeProto::getFloatsList)
                .orElse(List.of());
        List<Long> trees = longs(classifier, "class_treeids");
        List<Long> nodes = longs(classifier, "class_nodeids");
        List<Long> classes = longs(classifier, "class_ids");
        boolean isComplete = !weights.isEmpty()
                && trees.size() == weights.size()
                && nodes.size() == weights.size()
                && classes.size() == weights.size();
        if (!isComplete
                || !Graph.text(classifier, "post_transform", "NONE").equals("NONE")
                || Graph.attribute(classifier, "base_values").isPresent()
                || weights.stream().anyMatch(weight -> !(weight >= 0))) {
            return false;
        }
        Map<Leaf, Double> totals = new HashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            totals.merge(new Leaf(trees.get(i), nodes.get(i)), (double) weights.get(i), Double::sum);
        }
        double share = 1.0 / new HashSet<>(trees).size();
        Set<Long> weighted = new HashSet<>(classes);
        int labels = Graph.list(classifier, "classlabels_strings", "classlabels_int64s")
                .map(List::size)
                .orElse(0);
        boolean isRest = labels == 2 && weighted.size() == 1;
        return totals.values().stream()
                .allMatch(total -> total <= share * (1 + TOLERANCE) && (isRest || total >= share * (1 - TOLERANCE)));
    }

    private static List<Long> longs(NodeProto node, String attribute) {
        return Graph.attribute(node, attribute).map(AttributeProto::getIntsList).orElse(List.of());
    }
}
