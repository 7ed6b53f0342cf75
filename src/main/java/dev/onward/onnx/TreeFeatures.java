package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** The features that the nodes of decision trees test. */
public final class TreeFeatures {

    private static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");

    private TreeFeatures() {}

    /** The number of features that an operator with trees needs: one more than the highest that a node tests. */
    public static long width(NodeProto node) {
        List<Long> features = Graph.attribute(node, "nodes_featureids")
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
        // Of a TreeEnsemble this is a tensor, and no node is a leaf.
        List<ByteString> modes = Graph.attribute(node, "nodes_modes")
                .map(AttributeProto::getStringsList)
                .orElse(List.of());
        long width = 0;
        for (int i = 0; i < features.size(); i++) {
            if (i >= modes.size() || !modes.get(i).equals(LEAF)) {
                width = Math.max(width, features.get(i) + 1);
            }
        }
        return width;
    }
}
