package dev.onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.SlowRequest;
import dev.onward.WebApp;
import dev.onward.compute.ComputePermits.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller that is slow, or has much to ask, leaves the others their predictions. */
class FairnessTest {

    private static final String[] ONE_PERMIT = {"--concurrency", "1"};
    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void slowSendersHoldNoPermit() throws IOException {
        try (WebApp server = WebApp.serve(ONE_PERMIT);
                SlowRequest slow = SlowRequest.begin(server)) {
            Http http = Http.to(server);

            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
            assertThat(slow.finish()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void slowReadersHoldNoPermit() throws IOException {
        String rows = "[" + BankNotes.GENUINE + ("," + BankNotes.GENUINE).repeat(99_999) + "]";
        try (WebApp server = WebApp.serve(ONE_PERMIT);
                Sender reader = new Sender(server.url(), "application/json", rows.length())) {
            reader.send(rows);
            // The answer has begun, and most of it is still in the server: 15 MB are more than the buffers between
            // hold.
            assertThat(reader.read(12)).isEqualTo("HTTP/1.1 200");
            Http http = Http.to(server);

            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
            // The warm-up may hold the permit for a moment.
            Patience.await(
                    () -> {
                        String metrics = http.get("/metrics").body();
                        return metrics.contains("\nonward_http_requests_in_flight 2.0\n")
                                && metrics.contains("\nonward_compute_permits_in_use 0.0\n");
                    },
                    "the permit is free while the answer is read");
        }
    }

    @Test
    void predictionsRunBetweenTheChunksOfAFile() throws IOException {
        try (WebApp server = WebApp.serve(ONE_PERMIT);
                Sender file = new Sender(server.url(), "text/csv", HEADER.length() + 3_000 * ROW.length())) {
            Http http = Http.to(server);
            file.send(HEADER + ROW.repeat(2_000));
            Patience.await(
                    () -> http.get("/metrics").body().contains("\nonward_bulk_requests_in_flight 1.0\n"),
                    "the file has arrived");

            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
            file.send(ROW.repeat(1_000));

            assertThat(file.read(12)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void oneModelThatIsBusyLeavesTheOthersServed() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        for (String name : List.of("slow", "fast")) {
            Files.copy(Path.of("model.onnx"), models.resolve(name + ".onnx"));
        }
        try (PermitServer server = PermitServer.serve(
                        folder, "--models", models.toString(), "--concurrency", "4", "--concurrency-wait", "0");
                Permit first = server.hold("slow");
                Permit second = server.hold("slow")) {
            Http http = Http.to(server.url());

            assertThat(List.of(first, second)).hasSize(2);
            assertThat(http.postJson("/models/slow/predict", BankNotes.GENUINE).status())
                    .isEqualTo(503);
            assertThat(http.postJson("/models/fast/predict", BankNotes.GENUINE).status())
                    .isEqualTo(200);
            assertThat(http.postCsv("/models/fast/predict", HEADER + ROW).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void filesAndLargeBodiesHaveALaneOfTheirOwn() throws IOException {
        String large = BankNotes.GENUINE + " ".repeat(2 << 20);
        try (WebApp server = WebApp.serve("--bulk-concurrency", "1", "--concurrency-wait", "0");
                Sender file = new Sender(server.url(), "text/csv", 100_000)) {
            Http http = Http.to(server);
            // The server reads the first 16 KiB by itself.
            file.send(HEADER + ROW.repeat(1_000));
            Patience.await(
                    () -> http.get("/metrics").body().contains("\nonward_bulk_requests_in_flight 1.0\n"),
                    "the file has arrived");

            Http.Answer second = http.postCsv("/predict", HEADER + ROW.repeat(1_000));
            Http.Answer small = http.postCsv("/predict", HEADER + ROW);
            Http.Answer declared = http.postJson("/predict", large);
            Http.Answer undeclared = http.send("POST", "/predict", chunked(large), "Content-Type", "application/json");
            Http.Answer single = http.postJson("/predict", BankNotes.GENUINE);

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.header("Retry-After")).contains("1");
            assertThat(second.json().get("detail").asString())
                    .isEqualTo("too many files and large requests are in progress; try again shortly");
            assertThat(small.status()).isEqualTo(200);
            assertThat(declared.status()).isEqualTo(503);
            assertThat(undeclared.status()).isEqualTo(503);
            assertThat(single.status()).isEqualTo(200);
        }
    }

    @Test
    void filesThatWaitForTheirSendersLeaveTheProcessorToOthers() throws IOException {
        // The server reads the first 16 KiB by itself.
        byte[] begin = (HEADER + ROW.repeat(1_000)).getBytes(StandardCharsets.US_ASCII);

        assertPausedBodiesLeaveTheProcessor("/predict", "text/csv", 100_000, begin);
    }

    /** An inflater says that more is available even if it has to wait for its client. */
    @Test
    void compressedBodiesThatWaitForTheirSendersLeaveTheProcessorToOthers() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream deflated = new GZIPOutputStream(gzip)) {
            deflated.write("{\"inputs\": [".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20_000; i++) {
                deflated.write((Math.sin(i) + ",").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertPausedBodiesLeaveTheProcessor(
                "/v2/models/banknote/infer",
                "application/json\r\nContent-Encoding: gzip",
                2 << 20,
                Arrays.copyOf(gzip.toByteArray(), 50_000));
    }

    /** One thread may parse and write: a body whose sender pauses must not have it. */
    private static void assertPausedBodiesLeaveTheProcessor(String path, String contentType, int length, byte[] begin)
            throws IOException {
        List<Sender> paused = new ArrayList<>();
        try (WebApp server = WebApp.serve("--bulk-concurrency", "10")) {
            Http http = Http.to(server);
            for (int i = 1; i < 10; i++) {
                Sender body = new Sender(server.url(), path, contentType, length);
                paused.add(body);
                body.send(begin);
                String inFlight = "\nonward_bulk_requests_in_flight " + i + ".0\n";
                Patience.await(() -> http.get("/metrics").body().contains(inFlight), "body " + i + " has arrived");
            }

            assertThat(http.postCsv("/predict", HEADER + ROW.repeat(5_000)).status())
                    .isEqualTo(200);
        } finally {
            for (Sender body : paused) {
                body.close();
            }
        }
    }

    @Test
    void pagesAndTheDescriptionDoNotWaitForABusyModel() throws IOException {
        try (PermitServer server = PermitServer.serve(folder, ONE_PERMIT)) {
            Http http = Http.to(server.url());
            try (Permit permit = server.hold("banknote")) {
                assertThat(permit).isNotNull();

                Http.Answer description = http.get("/openapi.json");

                assertThat(description.status()).isEqualTo(200);
                assertThat(description.body()).doesNotContain("\"rowRequests\"").doesNotContain("genuine\"");
                assertThat(http.get("/", "Accept", "text/html").status()).isEqualTo(200);
                assertThat(http.get("/models", "Accept", "text/html").status()).isEqualTo(200);
            }

            // The warm-up may hold the only permit in the meantime.
            Patience.await(
                    () -> http.get("/openapi.json").body().contains("\"title\":\"genuine\""),
                    "the description has examples");
        }
    }

    private static BodyPublisher chunked(String body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
    }

    /** A connection on which a test sends the body of a prediction part by part. */
    private static final class Sender implements AutoCloseable {

        private final Socket socket;

        Sender(URI server, String contentType, int length) throws IOException {
            this(server, "/predict", contentType, length);
        }

        Sender(URI server, String path, String contentType, int length) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                    + length + "\r\n\r\n");
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.US_ASCII));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        String read(int bytes) throws IOException {
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
