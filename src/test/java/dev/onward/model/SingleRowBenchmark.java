package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import dev.onward.model.card.ModelCard;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The processor time and the memory of a prediction for one row, as a table and as tensors, beside those of the runtime
 * alone with new tensors for each run, whose outputs are read. Prints and asserts nothing: machines differ.
 */
@Tag("bench")
class SingleRowBenchmark {

    private static final int TURNS = 9;
    private static final int RUNS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path INTEROP = Path.of("src/test/resources/interop");

    /** A prediction for one row. */
    private interface Subject {
        Object predict() throws OrtException;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sklearn-logistic-strings-zipmap",
                "sklearn-logistic-columns",
                "sklearn-onehot-pipeline",
                "sklearn-mixed-missing",
                "sklearn-random-forest",
                "lightgbm-multiclass",
                "xgboost-binary",
                "catboost-missing-regressor",
                "pytorch-classifier"
            })
    void comparedWithTheRuntime(String name) throws Exception {
        Path file =
                name.isEmpty() ? Path.of("model.onnx") : INTEROP.resolve(name).resolve("model.onnx");
        try (Model model = Model.open(file);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session =
                    OrtEnvironment.getEnvironment().createSession(Files.readAllBytes(file), options)) {
                Table table = new RandomRows(model.schema(), ModelCard.empty()).next(1);
                Map<String, Tensor> tensors = tensors(model, table);
                List<String> outputs = model.signature().outputs().stream()
                        .map(TensorSpec::name)
                        .toList();
                measure(
                        file,
                        Map.entry("runtime alone", () -> bare(session, tensors)),
                        Map.entry("predict(table)", () -> model.predict(table)),
                        Map.entry("run(tensors)", () -> model.run(tensors, outputs)));
            }
        }
    }

    @SafeVarargs
    private static void measure(Path file, Map.Entry<String, Subject>... subjects) throws OrtException {
        double[][] micros = new double[subjects.length][TURNS];
        long[] bytes = new long[subjects.length];
        int notNull = 0;
        for (int turn = -TURNS; turn < TURNS; turn++) {
            for (int i = 0; i < subjects.length; i++) {
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long start = THREADS.getCurrentThreadCpuTime();
                for (int run = 0; run < RUNS; run++) {
                    notNull += subjects[i].getValue().predict() == null ? 0 : 1;
                }
                if (turn >= 0) {
                    micros[i][turn] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / RUNS;
                    bytes[i] = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / RUNS;
                }
            }
        }
        Arrays.stream(micros).forEach(Arrays::sort);
        System.out.printf(Locale.ROOT, "%s, %d predictions%n", file, notNull);
        for (int i = 0; i < subjects.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "    %s: %.2f us of processor time, %.2f times the runtime, %d bytes%n",
                    subjects[i].getKey(),
                    micros[i][TURNS / 2],
                    micros[i][TURNS / 2] / micros[0][TURNS / 2],
                    bytes[i]);
        }
    }

    /** The row as V2 clients send it. */
    private static Map<String, Tensor> tensors(Model model, Table table) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec input : model.signature().inputs()) {
            List<Column> columns = model.inputFeatures().getOrDefault(input.name(), List.of()).stream()
                    .map(feature -> table.column(model.schema().position(feature)))
                    .toList();
            List<Long> shape = input.shape().size() == 1 ? List.of(1L) : List.of(1L, (long) columns.size());
            tensors.put(input.name(), tensor(input, shape, columns));
        }
        return tensors;
    }

    private static Tensor tensor(TensorSpec input, List<Long> shape, List<Column> columns) {
        ByteBuffer bytes =
                ByteBuffer.allocate(columns.size() * input.datatype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (input.datatype()) {
            case FP32 -> columns.forEach(column -> bytes.putFloat((float) column.number(0)));
            case INT64 -> columns.forEach(column -> bytes.putLong(column.integer(0)));
            case BYTES -> {
                return Tensor.of(
                        shape, columns.stream().map(column -> column.string(0)).toArray(String[]::new));
            }
            default -> throw new IllegalArgumentException("expected another type, got " + input);
        }
        return Tensor.of(input.datatype(), shape, bytes.rewind());
    }

    private static Object bare(OrtSession session, Map<String, Tensor> tensors) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        List<Object> read = new ArrayList<>();
        try {
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                inputs.put(tensor.getKey(), tensor(tensor.getValue()));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    read.add(output.getValue().getValue());
                }
            }
            return read;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Tensor tensor) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer bytes = ByteBuffer.allocateDirect(tensor.bytes().limit()).order(ByteOrder.nativeOrder());
        bytes.put(tensor.bytes()).rewind();
        return switch (tensor.datatype()) {
            case FP32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
            case BYTES -> {
                String[] texts = new String[tensor.size()];
                Arrays.setAll(texts, tensor::text);
                yield OnnxTensor.createTensor(environment, texts, shape);
            }
            default -> throw new IllegalArgumentException("expected another type, got " + tensor);
        };
    }
}
