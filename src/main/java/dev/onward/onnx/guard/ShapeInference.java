package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The shapes of all tensors in a graph when it is asked a few rows, as the runtime reckons them without running anything.
 * It knows the rules of most operators; to be told what it reckons, every tensor is made an output of a session that is
 * neither optimized nor run. Where it does not know them, {@link SubstituteOperators} help.
 */
final class ShapeInference {

    /** As many as a trial asks. */
    private static final long ROWS = OnnxFile.PROBE_ROWS;

    /** A larger constant becomes an input of its shape: its values say nothing of shapes, and take time. */
    private static final long MAX_CONSTANT_CELLS = 1000;

    /** Of the standard's operators, for what stands in for others in a graph that has none of them. */
    private static final long DEFAULT_OPSET = 11;

    private final Map<String, TensorInfo> known = new HashMap<>();
    private final Map<String, List<Long>> constants = new HashMap<>();

    private ShapeInference() {}

    /** @throws ModelException if the runtime does not take the model */
    static ShapeInference of(ModelProto model, GraphProto flat, List<String> foreign, String origin) {
        ShapeInference shapes = new ShapeInference();
        ModelProto.Builder measured = model.toBuilder().clearMetadataProps().setGraph(measured(flat));
        if (model.getOpsetImportList().stream().noneMatch(ShapeInference::isStandard)) {
            measured.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(DEFAULT_OPSET));
        }
        try (Session session = Session.measure(measured.build().toByteArray(), foreign, origin)) {
            shapes.note(session.graph().getInputInfo());
            shapes.note(session.graph().getOutputInfo());
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
        flat.getInitializerList().forEach(constant -> shapes.constants.put(constant.getName(), constant.getDimsList()));
        return shapes;
    }

    private static boolean isStandard(OperatorSetIdProto operators) {
        return operators.getDomain().isEmpty() || operators.getDomain().equals("ai.onnx");
    }

    private void note(Map<String, NodeInfo> nodes) {
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo info) {
                known.put(name, info);
            }
        });
    }

    /** The dimensions, negative where they are unknown; nothing for a single value, and where not even their number is known. */
    List<Long> of(String tensor) {
        List<Long> constant = constants.get(tensor);
        if (constant != null) {
            return constant;
        }
        return Optional.ofNullable(known.get(tensor))
                .map(info -> LongStream.of(info.getShape()).boxed().toList())
                .orElse(List.of());
    }

    boolean isKnown(String tensor) {
        List<Long> shape = of(tensor);
        return !shape.isEmpty() && shape.stream().allMatch(size -> size >= 0);
    }

    Optional<OnnxJavaType> type(String tensor) {
        return Optional.ofNullable(known.get(tensor)).map(info -> info.type);
    }

    private static GraphProto measured(GraphProto flat) {
        GraphProto.Builder graph =
                flat.toBuilder().clearOutput().clearInput().clearInitializer().clearNode();
        SubstituteOperators nodes = new SubstituteOperators(graph);
        Set<String> named = new HashSet<>();
        for (ValueInfoProto input : flat.getInputList()) {
            graph.addInput(withRows(input));
            named.add(input.getName());
        }
        for (TensorProto constant : flat.getInitializerList()) {
            if (FlatGraph.cells(constant.getDimsList()) <= MAX_CONSTANT_CELLS) {
                graph.addInitializer(constant);
            } else if (named.add(constant.getName())) {
                graph.addInput(like(constant));
            }
        }
        for (NodeProto node : flat.getNodeList()) {
            nodes.add(node);
            for (String output : node.getOutputList()) {
                if (!output.isEmpty() && named.add(output)) {
                    graph.addOutput(ValueInfoProto.newBuilder().setName(output));
                }
            }
        }
        return graph.build();
    }

    private static ValueInfoProto withRows(ValueInfoProto input) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        long declared = shape.getDimCount() == 0 ? 1 : shape.getDim(0).getDimValue();
        // More rows at once than are ever asked are no hazard of the graph.
        if (declared > 0 && declared <= OnnxFile.MAX_INPUT_CELLS) {
            return input;
        }
        ValueInfoProto.Builder rows = input.toBuilder();
        rows.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(0, TensorShapeProto.Dimension.newBuilder().setDimValue(ROWS));
        return rows.build();
    }

    private static ValueInfoProto like(TensorProto constant) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        constant.getDimsList()
                .forEach(size ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(constant.getDataType())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(constant.getName())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
