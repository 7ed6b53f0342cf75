package dev.onward;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The processor time and the allocated memory of a row in process, beside those of the runtime alone with new tensors
 * for each run, whose outputs are read. Prints and asserts nothing: machines differ.
 */
@Tag("bench")
class OnwardBenchmark {

    private static final int TURNS = 15;
    private static final int ROWS = 20_000;
    private static final int BATCH = 1_000;
    private static final long MANY_ROWS = Long.getLong("onward.rows", 10_000_000);

    private static final Path MODEL = Path.of("model.onnx");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Note(double variance, double skewness, double curtosis, double entropy) {

        Map<String, Double> toMap() {
            return Map.of("variance", variance, "skewness", skewness, "curtosis", curtosis, "entropy", entropy);
        }
    }

    private final List<Note> notes = notes();

    /** Of all predictions, so that none of them can be left out. */
    private double sum;

    private static List<Note> notes() {
        Random random = new Random(1);
        return Stream.generate(() -> new Note(
                        random.nextGaussian() * 3,
                        random.nextGaussian() * 6,
                        random.nextGaussian() * 4,
                        random.nextGaussian() * 2))
                .limit(BATCH)
                .toList();
    }

    /** Predicts so many rows and returns a number that depends on them. */
    private interface Subject {

        double predict(int rows) throws OrtException;
    }

    /** The subjects take turns. */
    @Test
    void comparedWithTheRuntime() throws Exception {
        try (Onward onward = Onward.open(MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession session = environment.createSession(Files.readAllBytes(MODEL), options)) {
                Asker<Note> asker = onward.asker(Note.class);
                measure(
                        Map.entry("runtime alone", rows -> {
                            double sum = 0;
                            for (int i = 0; i < rows; i++) {
                                sum += bare(environment, session, notes.get(i % BATCH));
                            }
                            return sum;
                        }),
                        Map.entry("ask(record)", rows -> {
                            double sum = 0;
                            for (int i = 0; i < rows; i++) {
                                sum += read(asker.ask(notes.get(i % BATCH)));
                            }
                            return sum;
                        }),
                        Map.entry("ask(Map)", rows -> {
                            double sum = 0;
                            for (int i = 0; i < rows; i++) {
                                sum += read(onward.ask(notes.get(i % BATCH).toMap()));
                            }
                            return sum;
                        }),
                        Map.entry("askAll(1,000 records)", rows -> {
                            double sum = 0;
                            for (int i = 0; i < rows; i += BATCH) {
                                sum += asker.askAll(notes).stream()
                                        .mapToDouble(OnwardBenchmark::read)
                                        .sum();
                            }
                            return sum;
                        }));
            }
        }
    }

    @SafeVarargs
    private void measure(Map.Entry<String, Subject>... subjects) throws OrtException {
        double[][] micros = new double[subjects.length][TURNS];
        long[] bytes = new long[subjects.length];
        for (int turn = -TURNS; turn < TURNS; turn++) {
            for (int i = 0; i < subjects.length; i++) {
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long start = THREADS.getCurrentThreadCpuTime();
                sum += subjects[i].getValue().predict(ROWS);
                if (turn >= 0) {
                    micros[i][turn] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / ROWS;
                    bytes[i] = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / ROWS;
                }
            }
        }
        Arrays.stream(micros).forEach(Arrays::sort);
        System.out.printf(Locale.ROOT, "sum of all predictions: %.0f%n", sum);
        for (int i = 0; i < subjects.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f us of processor time a row (median of %d turns), %.2f times the runtime, %d bytes%n",
                    subjects[i].getKey(),
                    micros[i][TURNS / 2],
                    TURNS,
                    micros[i][TURNS / 2] / micros[0][TURNS / 2],
                    bytes[i]);
        }
    }

    /** Memory after each tenth of the rows, of the heap after a collection and of the process. */
    @Test
    void memoryOverManyRows() throws Exception {
        try (Onward onward = Onward.open(MODEL)) {
            Asker<Note> asker = onward.asker(Note.class);
            for (int tenth = 1; tenth <= 10; tenth++) {
                for (long i = 0; i < MANY_ROWS / 10; i++) {
                    sum += read(asker.ask(notes.get((int) (i % BATCH))));
                }
                System.gc();
                Runtime jvm = Runtime.getRuntime();
                System.out.printf(
                        Locale.ROOT,
                        "%,d rows: heap %d kB, %s%n",
                        MANY_ROWS / 10 * tenth,
                        (jvm.totalMemory() - jvm.freeMemory()) >> 10,
                        resident());
            }
        }
    }

    private static String resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("unknown");
    }

    private static double read(Answer answer) {
        return answer.label().length() + answer.probability("1");
    }

    private static double bare(OrtEnvironment environment, OrtSession session, Note note) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("variance", tensor(environment, note.variance()));
            inputs.put("skewness", tensor(environment, note.skewness()));
            inputs.put("curtosis", tensor(environment, note.curtosis()));
            inputs.put("entropy", tensor(environment, note.entropy()));
            try (OrtSession.Result result = session.run(inputs)) {
                String[] labels = (String[]) result.get(0).getValue();
                float[][] probabilities = (float[][]) result.get(1).getValue();
                return labels[0].length() + probabilities[0][1];
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, double value) throws OrtException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.putFloat(0, (float) value);
        return OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), new long[] {1, 1});
    }
}
