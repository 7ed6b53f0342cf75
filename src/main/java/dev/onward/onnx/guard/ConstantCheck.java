package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.guard.GuardLimits.Limit;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.List;
import java.util.Locale;

/**
 * Checks all constants of a model, including those in attributes and functions, for which the runtime would read
 * outside files or allocate without a limit.
 */
final class ConstantCheck {

    private final GuardLimits limits;
    private final String origin;
    private long sparseCells;

    private ConstantCheck(GuardLimits limits, String origin) {
        this.limits = limits;
        this.origin = origin;
    }

    /**
     * @throws ModelException on the first such constant; external data of the graph's own constants has been loaded
     *     before
     */
    static void check(ModelProto model, GuardLimits limits, String origin) {
        ConstantCheck check = new ConstantCheck(limits, origin);
        check.graph(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            check.nodes(function.getNodeList());
            function.getAttributeProtoList().forEach(check::attribute);
        }
    }

    private void graph(GraphProto graph) {
        graph.getInitializerList().forEach(this::tensor);
        graph.getSparseInitializerList().forEach(this::sparse);
        nodes(graph.getNodeList());
    }

    private void nodes(List<NodeProto> nodes) {
        nodes.forEach(node -> node.getAttributeList().forEach(this::attribute));
    }

    private void attribute(AttributeProto attribute) {
        attribute.getTensorsList().forEach(this::tensor);
        attribute.getSparseTensorsList().forEach(this::sparse);
        attribute.getGraphsList().forEach(this::graph);
        if (attribute.hasT()) {
            tensor(attribute.getT());
        }
        if (attribute.hasSparseTensor()) {
            sparse(attribute.getSparseTensor());
        }
        if (attribute.hasG()) {
            graph(attribute.getG());
        }
    }

    /** Refuses external data: the runtime would search for the file in the working directory of the process. */
    private void tensor(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new ModelException(origin + ": constant " + Text.quote(tensor.getName())
                    + " in an operator: expected its data in the model file, found external data; save the"
                    + " model in one file");
        }
    }

    /**
     * Limits sparse constants: the runtime allocates all their elements before it checks anything, 12 GB for a file of
     * 200 bytes.
     */
    private void sparse(SparseTensorProto sparse) {
        tensor(sparse.getValues());
        tensor(sparse.getIndices());
        String name = Text.quote(sparse.getValues().getName());
        long cells = FlatGraph.cells(sparse.getDimsList());
        long limit = limits.get(Limit.CELLS);
        sparseCells += Math.min(cells, limit + 1);
        if (sparseCells > limit) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: sparse constant %s of shape %s: expected at most %,d cells in all sparse constants together,"
                            + " found more%s",
                    origin,
                    name,
                    Text.cut(sparse.getDimsList().toString()),
                    limit,
                    GuardLimits.remedy(Limit.CELLS)));
        }
    }
}
