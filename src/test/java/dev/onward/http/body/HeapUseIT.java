package dev.onward.http.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.sun.management.GarbageCollectorMXBean;
import dev.onward.Patience;
import dev.onward.WebApp;
import dev.onward.WideModel;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The live heap of a request at its peak, which is at most what {@link MemoryBudget} counts for it. Full collections
 * run one after another while the request is processed; each reports the live heap, from which the live heap without
 * the request is subtracted. The property {@code onward.rows} sets the number of rows.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
@Isolated("other tests use the same heap")
class HeapUseIT {

    private static final int ROWS = Integer.getInteger("onward.rows", 100_000);

    /** The heap that does not depend on the length of the body: buffers of the connection and of the response. */
    private static final long FIXED = 3 << 20;

    /** Threads of tests that have ended may use and free heap during one of the requests, but hardly during each. */
    private static final int ATTEMPTS = 3;

    /** A request of bytes is so short that it can be answered between two collections. */
    private static final int MIN_SAMPLES = 20;

    private static final String ROW =
            "{\"variance\":3.6216,\"skewness\":8.6661,\"curtosis\":-2.8073,\"entropy\":-0.44699}";

    private static final int OPTIONAL_FEATURES = 10;

    private WebApp tables;
    private WebApp optional;
    private WebApp tensors;

    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        tables = WebApp.serve();
        byte[] model = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 4)
                .node("Neg", List.of("x"), "y")
                .output("y", DataType.FLOAT, -1, 4)
                .bytes();
        Path file = Files.write(folder.resolve("negative.onnx"), model);
        tensors = WebApp.serve("--model", file.toString());
        optional = WebApp.serve(
                "--model",
                WideModel.writeOptional(folder.resolve("optional.onnx"), OPTIONAL_FEATURES)
                        .toString());
        Patience.await(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("onward-warm-up")),
                "the applications are warm, so that only requests use the heap");
    }

    @AfterAll
    void stop() {
        tables.close();
        tensors.close();
        optional.close();
    }

    /**
     * A request.
     *
     * @param element repeated between the beginning and the end of the body; the JSON ends before the first one if the
     *     body has binary data
     */
    private record Body(String name, String path, HeapUse use, String before, String element, int count, String after) {

        static Body json(String name, String path, HeapUse use, String before, String element, String after) {
            String last = element.substring(0, element.length() - 1) + after;
            return new Body(name, path, use, before, element, ROWS - 1, last);
        }

        static Body tensor(String name, String row, boolean binaryOutput) {
            String before = "{\"parameters\":{\"binary_data_output\":" + binaryOutput
                    + "},\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + ROWS + ",4],\"data\":[";
            return json(name, "/v2/models/negative/infer", HeapUse.TENSORS, before, row, "]}]}");
        }

        static Body bytes(String name, boolean binaryOutput) {
            String before = "{\"parameters\":{\"binary_data_output\":" + binaryOutput
                    + "},\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + ROWS
                    + ",4],\"parameters\":{\"binary_data_size\":" + ROWS * 16 + "}}]}";
            return new Body(
                    name, "/v2/models/negative/infer", HeapUse.BINARY_TENSORS, before, "\0".repeat(16), ROWS, "");
        }

        long length() {
            return before.length() + (long) element.length() * count + after.length();
        }

        /** Returns what is drawn from the budget, in bytes. */
        long counted() {
            long values = separators(before) + separators(element) * count + separators(after);
            // A label and two probabilities, or the four numbers of the tensor.
            int outputs = path.startsWith("/v2") ? 4 : 3;
            long absent = isWithoutValues() ? OPTIONAL_FEATURES * (count + 1L) : 0;
            return use.of(length(), values) + HeapUse.ofOutputs((long) outputs * ROWS, 0) + HeapUse.ofAbsent(absent);
        }

        boolean isWithoutValues() {
            return element.startsWith("{}");
        }

        private static long separators(String text) {
            return text.chars().filter(c -> c == ',' || c == ';' || c == '\t').count();
        }

        /** The headers that tell the format. */
        String headers() {
            return use.equals(HeapUse.BINARY_TENSORS)
                    ? "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: " + before.length()
                    : "Content-Type: application/json";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Body> bodies() {
        String array = "[3.6216,8.6661,-2.8073,-0.44699],";
        String columns = "\"columns\":[\"variance\",\"skewness\",\"curtosis\",\"entropy\"]";
        return Stream.of(
                Body.json("rows", "/predict", HeapUse.ROWS, "[", ROW + ",", "]"),
                new Body("rows in a short body", "/predict", HeapUse.WHOLE_ROWS, "[", ROW + ",", 3_000, ROW + "]"),
                Body.json(
                        "rows without values",
                        "/invocations",
                        HeapUse.KEPT_ROWS,
                        "{\"dataframe_records\":[",
                        "{},",
                        "]}"),
                Body.json(
                        "rows after their columns",
                        "/invocations",
                        HeapUse.KEPT_ROWS,
                        "{\"dataframe_split\":{" + columns + ",\"data\":[",
                        array,
                        "]}}"),
                Body.json(
                        "rows before their columns",
                        "/invocations",
                        HeapUse.KEPT_ROWS,
                        "{\"dataframe_split\":{\"data\":[",
                        array,
                        "]," + columns + "}}"),
                Body.json("records", "/invocations", HeapUse.KEPT_ROWS, "{\"dataframe_records\":[", ROW + ",", "]}"),
                Body.tensor("short numbers", "1,2,3,4,", false),
                Body.tensor("long numbers", "1.2345678,-2.3456789,0.0034567891,-0.44699123,", false),
                Body.tensor("short numbers, answered in bytes", "1,2,3,4,", true),
                Body.bytes("bytes, answered in JSON", false),
                Body.bytes("bytes, answered in bytes", true));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void holdsNoMoreThanIsCounted(Body body) throws Exception {
        WebApp app = body.path().startsWith("/v2") ? tensors : body.isWithoutValues() ? optional : tables;
        URI server = app.url();
        send(server, body);
        FullCollector collector = new FullCollector();

        long max = body.counted() + FIXED;
        long held = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && held > max; attempt++) {
            held = held(server, body, collector);
        }
        assertThat(held).isGreaterThan(body.counted() / 20).isLessThanOrEqualTo(max);
    }

    /** Returns the live heap of a request at its peak, in bytes. The request is repeated until it is sampled enough. */
    private static long held(URI server, Body body, FullCollector collector) throws Exception {
        long before = collector.idle();
        AtomicBoolean isAnswered = new AtomicBoolean();
        Sampler sampler = new Sampler(collector, isAnswered);
        sampler.start();
        try {
            do {
                assertThat(send(server, body)).isEqualTo("HTTP/1.1 200");
            } while (sampler.samples.get() < MIN_SAMPLES);
        } finally {
            isAnswered.set(true);
        }
        sampler.join();

        long held = sampler.peak - Math.min(before, collector.idle());
        System.out.printf(
                "%s: %d bytes, %d counted, %d live at the peak of %d samples, %.2f times%n",
                body, body.length(), body.counted(), held, sampler.samples.get(), held / (double) body.counted());
        return held;
    }

    /** Sends the body in pieces, because the client is in the same heap. Returns the protocol and the status. */
    private static String send(URI server, Body body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + body.path() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + body.headers()
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body.before())
                    .getBytes(US_ASCII));
            int perPiece = 1_000;
            byte[] piece = body.element().repeat(perPiece).getBytes(US_ASCII);
            for (int sent = 0; sent < body.count(); sent += perPiece) {
                int elements = Math.min(perPiece, body.count() - sent);
                out.write(piece, 0, elements * body.element().length());
            }
            out.write(body.after().getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), US_ASCII);
            in.transferTo(OutputStream.nullOutputStream());
            return status;
        }
    }

    /** Collects until all requests have been answered. */
    private static final class Sampler extends Thread {

        private final FullCollector collector;
        private final AtomicBoolean isAnswered;
        private long peak;
        private final AtomicInteger samples = new AtomicInteger();

        Sampler(FullCollector collector, AtomicBoolean isAnswered) {
            this.collector = collector;
            this.isAnswered = isAnswered;
        }

        @Override
        public void run() {
            while (!isAnswered.get()) {
                peak = Math.max(peak, collector.live());
                samples.incrementAndGet();
            }
        }
    }

    /** The collector that {@link System#gc} starts. */
    private static final class FullCollector {

        private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());

        private final GarbageCollectorMXBean bean = find();

        private static GarbageCollectorMXBean find() {
            List<GarbageCollectorMXBean> beans = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
            Map<String, Long> before = beans.stream()
                    .collect(Collectors.toMap(
                            GarbageCollectorMXBean::getName, GarbageCollectorMXBean::getCollectionCount));
            System.gc();
            return beans.stream()
                    .filter(bean -> bean.getCollectionCount() > before.getOrDefault(bean.getName(), 0L))
                    .reduce((young, old) -> old)
                    .orElseThrow(() -> new IllegalStateException("System.gc() is disabled"));
        }

        /** Returns the least of some values, because the server may still be completing the previous request. */
        long idle() {
            return LongStream.generate(this::live).limit(10).min().orElseThrow();
        }

        /** Returns the live heap at a collection, in bytes. Objects that are allocated after it are not counted. */
        long live() {
            System.gc();
            return bean.getLastGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> heapPools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum();
        }
    }
}
