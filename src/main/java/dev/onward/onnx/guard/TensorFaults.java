package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.List;
import java.util.Locale;

/** Constants, wherever they stand in a model, that the runtime would read from or write to places it should not. */
final class TensorFaults {

    /**
     * Of all sparse constants together. Seen: one of one number takes as much memory as its dimensions say, before anything
     * checks them: 12 GB for a file of 200 bytes.
     */
    private static final long LARGEST_SPARSE = 1 << 25;

    private final String origin;
    private long sparseCells;

    private TensorFaults(String origin) {
        this.origin = origin;
    }

    /** @throws ModelException on the first such constant; those of the graph itself have been brought in before */
    static void check(ModelProto model, String origin) {
        TensorFaults faults = new TensorFaults(origin);
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

    private void sparse(SparseTensorProto sparse) {
        tensor(sparse.getValues());
        tensor(sparse.getIndices());
        String name = Text.quote(sparse.getValues().getName());
        long cells = FlatGraph.cells(sparse.getDimsList());
        sparseCells += Math.min(cells, LARGEST_SPARSE + 1);
        if (sparseCells > LARGEST_SPARSE) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: the sparse constant %s: expected at most %,d cells of all of them, found the dimensions %s",
                    origin,
                    name,
                    LARGEST_SPARSE,
                    Text.cut(sparse.getDimsList().toString())));
        }
    }
}
