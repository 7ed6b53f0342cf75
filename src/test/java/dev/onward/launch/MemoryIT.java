package dev.onward.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import dev.onward.WideModel;
import dev.onward.onnx.OnnxGraphs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that would fill the heap many times over, against the packaged application. */
@Tag("slow")
class MemoryIT {

    private static final String ROW =
            "{\"variance\":3.6216,\"skewness\":8.6661,\"curtosis\":-2.8073,\"entropy\":-0.44699},";
    private static final int ROWS = 100_000;

    /** The time for which the callers send requests, in nanoseconds. */
    private static final long LOAD = TimeUnit.SECONDS.toNanos(20);

    /** The longest time in which no request may succeed, in seconds. Other load on the machine makes it longer. */
    private static final int LONGEST_PAUSE = Integer.getInteger("onward.pause", 10);

    @ParameterizedTest
    @CsvSource({"256, 48", "128, 24"})
    void answersSomeAndRefusesTheOthers(int heapMegabytes, int callers) throws Exception {
        byte[] rows = ROW.repeat(ROWS).getBytes(US_ASCII);
        rows[rows.length - 1] = ']';
        Map<String, Integer> outcomes = new ConcurrentHashMap<>();
        AtomicLong longestWithoutSuccess = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx" + heapMegabytes + "m"), Map.of())) {
            long start = System.nanoTime();
            AtomicLong lastSuccess = new AtomicLong(start);
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                all.add(threads.submit(() -> {
                    while (System.nanoTime() - start < LOAD) {
                        String outcome = send(server, rows);
                        outcomes.merge(outcome, 1, Integer::sum);
                        if (outcome.equals("200")) {
                            long now = System.nanoTime();
                            long pause = now - lastSuccess.getAndSet(now);
                            longestWithoutSuccess.accumulateAndGet(pause, Math::max);
                        } else {
                            // As the response asks.
                            Patience.pause(1000);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(5, TimeUnit.MINUTES);
            }

            System.out.println(heapMegabytes + " MB, " + callers + " callers: " + new TreeMap<>(outcomes)
                    + ", longest time without success " + longestWithoutSuccess.get() / 1_000_000 + " ms");
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
            assertThat(outcomes.keySet()).contains("200").isSubsetOf("200", "503 with Retry-After");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(longestWithoutSuccess.get()))
                    .isLessThanOrEqualTo(LONGEST_PAUSE);
            assertThat(send(server, rows)).isEqualTo("200");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void answersSmallRequestsWhileALargeOneHoldsTheMemory() throws Exception {
        byte[] rows = ("[" + ROW.repeat(ROWS)).getBytes(US_ASCII);
        String others = "[" + ROW.repeat(10_000) + BankNotes.GENUINE + "]";
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx48m"), Map.of());
                Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            Http http = Http.to(server);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + (rows.length + ROW.length()) + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(rows);
            Patience.await(
                    () -> http.postJson("/predict", others).status() == 503, "the memory for requests is used up");

            Http.Answer small = http.postJson("/predict", BankNotes.GENUINE);

            assertThat(small.status()).as(small.body()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"x, false", "'\"x', true"})
    void skipsALineThatIsLargerThanTheHeap(String begin, boolean asUpload) throws Exception {
        long lineLength = 300L << 20;
        String head = "variance,skewness,curtosis,entropy\n";
        String good = "3.6216,8.6661,-2.8073,-0.44699\n";
        String before = asUpload
                ? "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + head
                : head;
        String after = "\n" + good + good + (asUpload ? "\r\n--b--\r\n" : "");
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx64m"), Map.of());
                Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                            + (asUpload ? "multipart/form-data; boundary=b" : "text/csv") + "\r\nContent-Length: "
                            + (before.length() + begin.length() + lineLength + after.length()) + "\r\n\r\n" + before
                            + begin)
                    .getBytes(US_ASCII));
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (long sent = 0; sent < lineLength; sent += block.length) {
                out.write(block);
            }
            out.write(after.getBytes(US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertThat(answer.lines().filter(line -> line.startsWith("3.6216")))
                    .hasSize(2)
                    .allMatch(line -> line.contains(",0,") && line.endsWith(","));
            assertThat(answer).contains("line 2: expected a row of at most 131072 characters");
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/models/wide/predict, text/csv, 20000, '', 200",
        "/models/wide/predict, application/json, 20000, '', 413",
        "/v2/models/wide/infer, application/json, 20000, '', 413",
        "/v2/models/wide/infer, application/json, 2500, '', 200",
        "/v2/models/wide/infer, application/json, 2500, ',\"parameters\":{\"binary_data\":true}', 413"
    })
    void refusesARequestWhoseOutputsAreLargerThanTheHeap(
            String path, String contentType, int rows, String ofSecondOutput, int status, @TempDir Path folder)
            throws Exception {
        int width = 1_000;
        byte[] model = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .floats("weights", new long[] {1, width}, new float[width])
                .node("MatMul", List.of("x", "weights"), "y")
                .output("y", DataType.FLOAT, -1, width)
                .node("Neg", List.of("x"), "z")
                .output("z", DataType.FLOAT, -1, 1)
                .bytes();
        Path file = Files.write(folder.resolve("wide.onnx"), model);
        String body = path.startsWith("/v2")
                ? "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + rows + ",1],\"data\":["
                        + "1,".repeat(rows - 1) + "1]}],\"outputs\":[{\"name\":\"y\"},{\"name\":\"z\"" + ofSecondOutput
                        + "}]}"
                : contentType.equals("text/csv")
                        ? "x\n" + "1\n".repeat(rows)
                        : "[" + "{\"x\":1},".repeat(rows - 1) + "{\"x\":1}]";
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx64m"), Map.of(), "--model", file.toString())) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
                    .header("Content-Type", contentType)
                    .POST(BodyPublishers.ofString(body))
                    .build();

            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertThat(response.statusCode()).as(server::log).isEqualTo(status);
            if (status == 413) {
                assertThat(response.body()).contains("send fewer rows at a time");
            }
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
        }
    }

    /** Rows of a few bytes, each of which takes 8 kB in a table. */
    @ParameterizedTest
    @CsvSource({
        "/predict, '[', {}, 20000, ']'",
        "/predict, '[', {}, 100000, ']'",
        "/invocations, '{\"dataframe_records\":[', {}, 20000, ']}'",
        "/invocations, '{\"dataframe_split\":{\"columns\":[\"f0\"],\"data\":[', [1], 20000, ']}}'",
        "/invocations, '{\"inputs\":{\"f0\":[', 1, 20000, ']}}'",
        "/v1/models/wide:predict, '{\"instances\":[', {}, 20000, ']}'"
    })
    void refusesRowsWithoutValuesThatAreLargerThanTheHeap(
            String path, String before, String row, int rows, String after, @TempDir Path folder) throws Exception {
        Path file = WideModel.writeOptional(folder.resolve("wide.onnx"), 1_000);
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx64m"), Map.of(), "--model", file.toString())) {
            String longBody = before + (row + ",").repeat(rows - 1) + row + after;

            Http.Answer refused = Http.to(server).postJson(path, longBody);
            Http.Answer answered = Http.to(server).postJson(path, before + row + "," + row + after);

            assertThat(refused.status()).as(refused.body()).isEqualTo(413);
            assertThat(refused.body()).contains("send fewer rows at a time");
            assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        }
    }

    /** An answer in short, read to its end. */
    private static String send(OnwardProcess server, byte[] rows) throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            String head = "POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + (rows.length + 1) + "\r\n\r\n[";
            OutputStream out = socket.getOutputStream();
            try {
                out.write(head.getBytes(US_ASCII));
                out.write(rows);
            } catch (IOException e) {
                // The answer may have come already.
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return "ended after \"" + answer + "\"";
                }
                answer.append((char) next);
            }
            long length = in.transferTo(OutputStream.nullOutputStream());
            String status = answer.substring(9, 12);
            boolean isWhole = answer.indexOf("Content-Length: " + length + "\r\n") >= 0;
            return !isWhole
                    ? status + ", incomplete"
                    : status + (answer.indexOf("Retry-After: ") >= 0 ? " with Retry-After" : "");
        }
    }
}
