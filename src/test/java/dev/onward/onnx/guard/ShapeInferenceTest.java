package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares inferred shapes with those of a run, for models of other tools. */
class ShapeInferenceTest {

    private static final Path MODELS = Path.of(System.getProperty("shapes.models", "src/test/resources/interop"));

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            // One of them answers nothing for a category that it does not know.
            return files.filter(
                            file -> file.endsWith("model.onnx") && !file.endsWith("sklearn-onehot-pipeline/model.onnx"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void matchesTheShapesOfARun(Path file) throws IOException, OrtException {
        OnnxFile onnx = Guard.read(
                Files.readAllBytes(file),
                Optional.ofNullable(file.getParent()),
                GuardLimits.defaults(),
                file.toString());
        ModelProto model = ModelProto.parseFrom(onnx.runnable());
        GraphProto flat = FlatGraph.of(model);
        ShapeInference shapes = ShapeInference.of(model, flat, List.of(), file.toString());

        Map<String, List<Long>> run = run(model);

        assertThat(run).allSatisfy((tensor, shape) -> {
            if (shapes.isKnown(tensor)) {
                assertThat(shapes.of(tensor)).as(tensor).isEqualTo(shape);
            }
        });
        long known = run.keySet().stream().filter(shapes::isKnown).count();
        assertThat(known).as("known of %d", run.size()).isPositive();
    }

    /** The shapes of all tensors that the graph computes for rows of ones. */
    private static Map<String, List<Long>> run(ModelProto model) throws OrtException {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
        model.getGraph().getNodeList().stream()
                .map(NodeProto::getOutputList)
                .flatMap(List::stream)
                .filter(output -> !output.isEmpty())
                .forEach(output -> graph.addOutput(ValueInfoProto.newBuilder().setName(output)));
        byte[] whole = model.toBuilder().setGraph(graph).build().toByteArray();
        Map<String, List<Long>> shapes = new HashMap<>();
        try (Session session = Session.measure(whole, List.of(), "test.onnx")) {
            Map<String, OnnxTensor> rows = rows(session.graph());
            try (OrtSession.Result result = session.graph().run(rows)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    if (output.getValue() instanceof OnnxTensor tensor) {
                        shapes.put(
                                output.getKey(),
                                LongStream.of(tensor.getInfo().getShape())
                                        .boxed()
                                        .toList());
                    }
                }
            } finally {
                rows.values().forEach(OnnxTensor::close);
            }
        }
        return shapes;
    }

    private static Map<String, OnnxTensor> rows(OrtSession session) throws OrtException {
        Map<String, OnnxTensor> rows = new HashMap<>();
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
            TensorInfo info = (TensorInfo) input.getValue().getInfo();
            long[] shape = info.getShape().clone();
            shape[0] = shape[0] > 0 ? shape[0] : OnnxFile.PROBE_ROWS;
            rows.put(
                    input.getKey(),
                    ones(info, Arrays.stream(shape).map(Math::abs).toArray()));
        }
        return rows;
    }

    private static OnnxTensor ones(TensorInfo info, long... shape) throws OrtException {
        int cells = (int) FlatGraph.cells(LongStream.of(shape).boxed().toList());
        if (info.type == OnnxJavaType.STRING) {
            String[] texts = new String[cells];
            Arrays.fill(texts, "1");
            return OnnxTensor.createTensor(Session.environment(), texts, shape);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(cells * info.type.size).order(ByteOrder.nativeOrder());
        for (int i = 0; i < cells; i++) {
            switch (info.type) {
                case FLOAT -> bytes.putFloat(1);
                case DOUBLE -> bytes.putDouble(1);
                case INT64 -> bytes.putLong(1);
                case INT32 -> bytes.putInt(1);
                case BOOL -> bytes.put((byte) 1);
                default -> throw new IllegalArgumentException("no rows of " + info.type);
            }
        }
        return OnnxTensor.createTensor(Session.environment(), bytes.flip(), shape, info.type);
    }
}
