package dev.onward.onnx.guard;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onward.runtime.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs hostile models in the runtime without the checks. Not a test: the process crashes or never ends.
 * docs/hostile-models.md says how to start it and what happened.
 */
final class Unguarded {

    private static final int ROWS = 7;

    /** As small as in the threads of some servers. */
    private static final long STACK_BYTES = 256 << 10;

    private Unguarded() {}

    /** The models of all tests of the checks. */
    private static Stream<HostileModel> all() {
        return Stream.of(
                        GraphSizeTest.hostile(),
                        ConstantCheckTest.hostile(),
                        OperatorCheckTest.hostile(),
                        TreeCheckTest.hostile(),
                        ShapeCheckTest.hostile(),
                        GraphCheckTest.hostile())
                .flatMap(models -> models);
    }

    /**
     * Lists the models. With an argument, the name of a model or a file: opens a session as {@link Session} does, and
     * runs it on rows of ones and of the smallest integers.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            all().forEach(model -> System.out.println(model.name() + "\t" + model.message()));
            return;
        }
        Path file = Path.of(arguments[0]);
        byte[] model = Files.exists(file) ? Files.readAllBytes(file) : named(arguments[0]);
        Thread small = new Thread(null, () -> run(model), "unguarded", STACK_BYTES);
        small.start();
        small.join();
    }

    private static void run(byte[] model) {
        OrtEnvironment environment = Session.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options)) {
                System.out.println("session made");
                try (OrtSession.Result result = session.run(rows(environment, session))) {
                    System.out.println("answered " + result.size() + " outputs");
                }
            }
        } catch (OrtException e) {
            System.out.println("error: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private static byte[] named(String name) {
        return all().filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such model: " + name))
                .graph()
                .bytes();
    }

    private static Map<String, OnnxTensor> rows(OrtEnvironment environment, OrtSession session) throws OrtException {
        Map<String, OnnxTensor> rows = new LinkedHashMap<>();
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
            TensorInfo info = (TensorInfo) input.getValue().getInfo();
            long[] shape = Arrays.stream(info.getShape())
                    .map(size -> size < 0 ? ROWS : size)
                    .toArray();
            rows.put(input.getKey(), cells(environment, info.type, shape));
        }
        return rows;
    }

    private static OnnxTensor cells(OrtEnvironment environment, OnnxJavaType type, long... shape) throws OrtException {
        int cells = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocateDirect(cells * type.size).order(ByteOrder.nativeOrder());
        for (int i = 0; i < cells; i++) {
            switch (type) {
                case FLOAT -> bytes.putFloat(1);
                case INT64 -> bytes.putLong(Long.MIN_VALUE);
                case INT32 -> bytes.putInt(Integer.MIN_VALUE);
                default -> throw new IllegalArgumentException("no rows of " + type);
            }
        }
        return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
    }
}
