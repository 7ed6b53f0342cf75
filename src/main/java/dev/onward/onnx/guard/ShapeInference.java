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
 * Infers the shapes of all tensors of a graph for {@value dev.onward.onnx.OnnxFile#PROBE_ROWS} rows without running it.
 * The runtime has rules for most operators; to read its results, every tensor is made an output of a session that is
 * neither optimized nor run. For operators without rules, {@link SubstituteOperators} are used.
 */
final class ShapeInference {

    /** The number of rows in a probe run. */
    private static final long ROWS = OnnxFile.PROBE_ROWS;

    /**
     * The largest constant that is kept. A larger one becomes an input of its shape: its values do not determine
     * shapes, and cost time.
     */
    private static final long MAX_CONSTANT_CELLS = 1000;

    /** The version of the standard operators for substitutes, in a graph that has no standard operators. */
    private static final long DEFAULT_OPSET = 11;

    /**
     * The first version of the standard operators whose Cast, which substitutes need, the runtime has. The runtime has
     * the operators of earlier versions only if they are the same in this version, except for Reshape.
     */
    private static final long MIN_OPSET = 6;

    private final Map<String, TensorInfo> inferred = new HashMap<>();
    private final Map<String, List<Long>> constants = new HashMap<>();

    private ShapeInference() {}

    /**
     * Infers the shapes of a flattened graph.
     *
     * @throws ModelException if the runtime cannot load the model
     */
    static ShapeInference of(ModelProto model, GraphProto flat, List<String> foreign, String origin) {
        ShapeInference shapes = new ShapeInference();
        ModelProto.Builder measured = model.toBuilder().clearMetadataProps().setGraph(measured(flat));
        if (model.getOpsetImportList().stream().noneMatch(ShapeInference::isStandard)) {
            measured.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(DEFAULT_OPSET));
        }
        measured.getOpsetImportBuilderList().stream()
                .filter(operators -> isStandard(operators.build()) && operators.getVersion() < MIN_OPSET)
                .forEach(operators -> operators.setVersion(MIN_OPSET));
        try (Session session = Session.measure(measured.build().toByteArray(), foreign, origin)) {
            shapes.add(session.graph().getInputInfo());
            shapes.add(session.graph().getOutputInfo());
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
        flat.getInitializerList().forEach(constant -> shapes.constants.put(constant.getName(), constant.getDimsList()));
        return shapes;
    }

    private static boolean isStandard(OperatorSetIdProto operators) {
        return operators.getDomain().isEmpty() || operators.getDomain().equals("ai.onnx");
    }

    private void add(Map<String, NodeInfo> nodes) {
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo info) {
                inferred.put(name, info);
            }
        });
    }

    /** The dimensions, negative where unknown; empty for a scalar, and if the rank is unknown. */
    List<Long> of(String tensor) {
        List<Long> constant = constants.get(tensor);
        if (constant != null) {
            return constant;
        }
        return Optional.ofNullable(inferred.get(tensor))
                .map(info -> LongStream.of(info.getShape()).boxed().toList())
                .orElse(List.of());
    }

    boolean isKnown(String tensor) {
        List<Long> shape = of(tensor);
        return !shape.isEmpty() && shape.stream().allMatch(size -> size >= 0);
    }

    Optional<OnnxJavaType> type(String tensor) {
        return Optional.ofNullable(inferred.get(tensor)).map(info -> info.type);
    }

    private static GraphProto measured(GraphProto flat) {
        GraphProto.Builder graph =
                flat.toBuilder().clearOutput().clearInput().clearInitializer().clearNode();
        SubstituteOperators operators = new SubstituteOperators(graph);
        Set<String> names = new HashSet<>();
        for (ValueInfoProto input : flat.getInputList()) {
            graph.addInput(withRows(input));
            names.add(input.getName());
        }
        for (TensorProto constant : flat.getInitializerList()) {
            if (FlatGraph.cells(constant.getDimsList()) <= MAX_CONSTANT_CELLS) {
                graph.addInitializer(constant);
            } else if (names.add(constant.getName())) {
                graph.addInput(like(constant));
            }
        }
        for (NodeProto node : flat.getNodeList()) {
            operators.add(node);
            for (String output : node.getOutputList()) {
                if (!output.isEmpty() && names.add(output)) {
                    graph.addOutput(ValueInfoProto.newBuilder().setName(output));
                }
            }
        }
        return graph.build();
    }

    private static ValueInfoProto withRows(ValueInfoProto input) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        long declared = shape.getDimCount() == 0 ? 1 : shape.getDim(0).getDimValue();
        // A larger fixed number of rows is refused elsewhere, and says nothing about the graph.
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
