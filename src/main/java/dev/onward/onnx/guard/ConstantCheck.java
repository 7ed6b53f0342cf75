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

/** Constants, wherever they stand in a model, that the runtime would read from or write to places it should not. */
final class ConstantCheck {

    private final GuardLimits limits;
    private final String origin;
    private long sparseCells;

    private ConstantCheck(GuardLimits limits, String origin) {
        this.limits = limits;
        this.origin = origin;
    }

    /** @throws ModelException on the first such constant; those of the graph itself have been brought in before */
    static void check(ModelProto model, GuardLimits limits, String origin) {
        ConstantCheck faults = new ConstantCheck(limits, origin);
        faults.graph(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            faults.nodes(function.getNodeList());
            function.getAttributeProtoList().forEach(faults::attribute);
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

    /** The runtime would look for the file in the folder in which the process runs, which is nobody's model. */
    private void tensor(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new ModelException(origin + ": the constant " + Text.quote(tensor.getName())
                    + " inside an operator has its data in another file, which only those of the graph itself can");
        }
    }

    /**
     * The runtime allocates all cells of a sparse constant before anything checks them: 12 GB for a file of 200 bytes.
     */
    private void sparse(SparseTensorProto sparse) {
        tensor(sparse.getValues());
        tensor(sparse.getIndices());
        String name = Text.quote(sparse.getValues().getName());
        long cells = FlatGraph.cells(sparse.getDimsList());
        long most = limits.get(Limit.CELLS);
        sparseCells += Math.min(cells, most + 1);
        if (sparseCells > most) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: the sparse constant %s: expected at most %,d cells in all sparse constants, found the dimensions %s%s",
                    origin,
                    name,
                    most,
                    Text.cut(sparse.getDimsList().toString()),
                    GuardLimits.remedy(Limit.CELLS)));
        }
    }
}
