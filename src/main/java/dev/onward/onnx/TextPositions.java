package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * An operator that returns positions in a list of text, in the place of one that returns the text.
 *
 * @param texts the text at each position
 */
record TextPositions(NodeProto node, List<String> texts) {

    private static final String TEXT_LABELS = "classlabels_strings";

    TextPositions {
        texts = List.copyOf(texts);
    }

    /**
     * The classes of a classifier become positions in the same order; the operator chooses among them in the same way.
     *
     * @param tensor the output of the operator that is followed; only the first has classes
     */
    static Optional<TextPositions> ofClassifier(NodeProto node, String tensor) {
        List<String> texts = Graph.list(node, TEXT_LABELS).orElse(List.of());
        String integers = node.getOpType().equals("TreeEnsembleClassifier") ? "classlabels_int64s" : "classlabels_ints";
        boolean hasIntegers = Graph.attribute(node, integers)
                .filter(attribute -> attribute.getIntsCount() > 0)
                .isPresent();
        if (texts.size() < 2 || hasIntegers || !node.getOutput(0).equals(tensor)) {
            return Optional.empty();
        }
        NodeProto.Builder numbered = without(node, Set.of(TEXT_LABELS, integers));
        return Optional.of(new TextPositions(
                numbered.addAttribute(positions(integers, texts.size())).build(), texts));
    }

    /** The texts of an encoder of integers, the last of which is for all other integers. */
    static Optional<TextPositions> ofEncoder(NodeProto node) {
        List<String> keys = Graph.list(node, "keys_int64s").orElse(List.of());
        List<String> values = Graph.list(node, "values_strings").orElse(List.of());
        if (keys.isEmpty() || keys.size() != values.size()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(values);
        texts.add(Graph.text(node, "default_string", "_Unused"));
        NodeProto.Builder numbered = without(node, Set.of("values_strings", "default_string", "default_int64"));
        numbered.addAttribute(positions("values_int64s", values.size()))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("default_int64")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(values.size()));
        return Optional.of(new TextPositions(numbered.build(), texts));
    }

    private static NodeProto.Builder without(NodeProto node, Set<String> attributes) {
        NodeProto.Builder rest = node.toBuilder().clearAttribute();
        node.getAttributeList().stream()
                .filter(attribute -> !attributes.contains(attribute.getName()))
                .forEach(rest::addAttribute);
        return rest;
    }

    private static AttributeProto positions(String name, int size) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(LongStream.range(0, size).boxed().toList())
                .build();
    }

    /**
     * Checks whether the runtime's Java API would return the same text: it encodes characters beyond U+FFFF incorrectly
     * and ends at U+0000.
     */
    boolean areReadable() {
        return texts.stream()
                .noneMatch(text -> Text.hasSurrogates(text) || text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0);
    }
}
