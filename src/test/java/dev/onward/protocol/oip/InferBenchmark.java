package dev.onward.protocol.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.onward.model.Model;
import dev.onward.onnx.guard.RunnableModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the protocol costs beside the bare session: both sides take turns in one run, and the figure is the median of
 * the ratios of turns that follow each other. Prints and asserts nothing: machines differ.
 */
@Tag("bench")
class InferBenchmark {

    private static final int TURNS = 400;

    /** One side of the comparison. */
    private interface Side {
        void run() throws OrtException, IOException;
    }

    @Test
    void comparesWithTheBareSession() throws OrtException, IOException {
        for (String name : List.of("sklearn-logistic-zipmap", "sklearn-random-forest")) {
            Path file = Path.of("src/test/resources/interop", name, "model.onnx");
            for (int rows : new int[] {1, 1000}) {
                compare(name, file, rows);
            }
        }
    }

    private static void compare(String name, Path file, int rows) throws OrtException, IOException {
        try (Model model = Model.open(file);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "bench");
            // The same graph as is served, in which the ZipMap is undone.
            try (OrtSession session = environment.createSession(RunnableModel.of(file), options)) {
                String input = model.signature().inputs().get(0).name();
                List<String> outputs = model.signature().outputs().stream()
                        .map(spec -> spec.name())
                        .toList();
                int features = model.signature().inputs().get(0).shape().get(1).intValue();
                long[] shape = {rows, features};
                ByteBuffer data = data(rows * features);
                byte[] binary = binary(input, shape, data);
                byte[] json = json(input, shape, data);
                int jsonLength = binary.length - data.capacity();
                Side bare = () -> bare(environment, session, input, data, shape);
                Side bytes = () -> protocol(model, outputs, binary, OptionalInt.of(jsonLength));
                Side text = () -> protocol(model, outputs, json, OptionalInt.empty());
                report(name + ", " + rows + " rows, binary", bare, bytes);
                report(name + ", " + rows + " rows, JSON", bare, text);
            }
        }
    }

    private static void report(String name, Side bare, Side protocol) throws OrtException, IOException {
        int calls = 20;
        List<Double> ratios = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        for (int turn = -TURNS; turn < TURNS; turn++) {
            double one = time(bare, calls);
            double other = time(protocol, calls);
            if (turn >= 0) {
                ratios.add(other / one);
                micros.add(one);
            }
        }
        Collections.sort(ratios);
        Collections.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f times the bare session, which takes %.0f us%n",
                name,
                ratios.get(TURNS / 2),
                micros.get(TURNS / 2));
    }

    private static double time(Side side, int calls) throws OrtException, IOException {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            side.run();
        }
        return (System.nanoTime() - start) / 1e3 / calls;
    }

    /** As little as can be done: the data is in place, and the outputs are copied out. */
    private static void bare(
            OrtEnvironment environment, OrtSession session, String input, ByteBuffer data, long[] shape)
            throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data.asFloatBuffer(), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            for (Map.Entry<String, OnnxValue> output : result) {
                if (output.getValue() instanceof OnnxTensor numbers && numbers.getInfo().type != OnnxJavaType.STRING) {
                    numbers.getByteBuffer();
                } else {
                    output.getValue().getValue();
                }
            }
        }
    }

    private static void protocol(Model model, List<String> outputs, byte[] body, OptionalInt jsonLength)
            throws IOException {
        InferRequest request =
                InferRequest.read(new ByteArrayInputStream(body), jsonLength, model.signature(), Optional::empty);
        InferResponse.of(model, request, model.run(request.inputs(), outputs)).writeTo(OutputStream.nullOutputStream());
    }

    private static ByteBuffer data(int size) {
        Random random = new Random(1);
        ByteBuffer data = ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            data.putFloat(i * Float.BYTES, random.nextFloat() * 7);
        }
        return data;
    }

    private static byte[] binary(String input, long[] shape, ByteBuffer data) {
        byte[] json = ("{\"inputs\":[{\"name\":\"" + input + "\",\"shape\":" + Arrays.toString(shape)
                        + ",\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":" + data.capacity()
                        + "}}],\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + data.capacity());
        return body.put(json).put(data.duplicate()).array();
    }

    private static byte[] json(String input, long[] shape, ByteBuffer data) {
        StringBuilder json = new StringBuilder("{\"inputs\":[{\"name\":\"" + input + "\",\"shape\":"
                + Arrays.toString(shape) + ",\"datatype\":\"FP32\",\"data\":[");
        for (int i = 0; i < data.capacity() / Float.BYTES; i++) {
            json.append(i == 0 ? "" : ",").append(data.getFloat(i * Float.BYTES));
        }
        return json.append("]}]}").toString().getBytes(UTF_8);
    }
}
