package dev.onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsIT {

    @Test
    void refusesOnePredictionTooManyAfterAShortWait() throws IOException {
        try (OnwardProcess server = OnwardProcess.serve("--concurrency", "1", "--concurrency-wait", "0")) {
            Http http = Http.to(server);
            try (Socket slow = slowRequestThatIsIn(server)) {
                Http.Answer refused = http.postJson("/predict", JsonIT.GENUINE, "X-Request-Id", "7");
                Http.Answer large = http.postCsv("/predict", "x".repeat(9_000_000));
                Http.Answer health = http.get("/health/ready");

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).contains("1");
                assertThat(refused.body())
                        .isEqualTo(
                                "{\"title\":\"Service Unavailable\",\"status\":503,"
                                        + "\"detail\":\"too many predictions are under way, try again shortly\",\"request_id\":\"7\"}");
                assertThat(large.status()).isEqualTo(503);
                assertThat(health.status()).isEqualTo(200);

                assertThat(finish(slow, 20)).startsWith("HTTP/1.1 200 ");
            }
            await(() -> http.postJson("/predict", JsonIT.GENUINE), answer -> answer.status() == 200);
        }
    }

    @Test
    void isNotReadyForAWhileBeforeItStops() throws IOException {
        OnwardProcess server = OnwardProcess.serve("--stop-delay", "5");
        Http http = Http.to(server);
        // The first takes far longer than all others.
        assertThat(http.postJson("/predict", JsonIT.GENUINE).status()).isEqualTo(200);
        // Not the process's own, which would hear no more of it.
        server.process().toHandle().destroy();

        Http.Answer ready = await(() -> http.get("/health/ready"), answer -> answer.status() == 503);
        Http.Answer prediction = http.postJson("/predict", JsonIT.GENUINE, "X-Request-Id", "one-of-the-last");
        String logged = await(() -> String.join("\n", server.out()), out -> out.contains("one-of-the-last"));
        int exit = server.terminate();

        assertThat(ready.body()).startsWith("{\"ready\":false,\"reason\":\"stopping\",");
        assertThat(prediction.status()).isEqualTo(200);
        assertThat(prediction.header("Connection")).contains("close");
        assertThat(logged.lines().filter(line -> line.contains("one-of-the-last")))
                .singleElement()
                .asString()
                .contains("\"status\":200");
        assertThat(exit).isEqualTo(143);
    }

    /** The server waits, and the application does not do so once more. */
    @Test
    void waitsNoLongerThanItWasTold() throws IOException {
        OnwardProcess server = OnwardProcess.serve("--drain", "4", "--concurrency", "1", "--concurrency-wait", "0");
        try (Socket slow = slowRequestThatIsIn(server)) {
            server.process().toHandle().destroy();
            long start = System.nanoTime();
            drip(slow);

            assertThat(server.terminate()).isEqualTo(143);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isBetween(3L, 7L);
        }
        assertThat(server.log())
                .contains("requests were still in flight after 4 s of graceful shutdown and were aborted")
                .doesNotContain("Exception");
    }

    @Test
    void answersWhatIsUnderWayWhenItIsToldToStop() throws IOException {
        OnwardProcess server = OnwardProcess.serve("--concurrency", "1", "--concurrency-wait", "0");
        try (Socket slow = slowRequestThatIsIn(server)) {
            server.process().destroy();
            // A Jetty that stops gives up who is silent for a second.
            send(slow, 20, 21);
            Patience.pause(200);
            send(slow, 21, 22);
            Patience.pause(200);

            String answer = finish(slow, 22);
            int exit = server.terminate();

            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"title\":\"genuine\"");
            assertThat(exit).isEqualTo(143);
        }
    }

    @Test
    void refusesFilesAndAnswersOverTheirLimitsAndLeavesNothingBehind(@TempDir Path spool) throws IOException {
        String header = "variance,skewness,curtosis,entropy\n";
        String row = "3.6216,8.6661,-2.8073,-0.44699\n";
        try (OnwardProcess server = OnwardProcess.serve(
                "--csv-limit", "4KiB", "--spool-limit", "2KiB", "--spool-folder", spool.toString())) {
            Http http = Http.to(server);

            Http.Answer file = http.postCsv("/predict", header + row.repeat(200));
            Http.Answer answer = http.postCsv("/predict", header + row.repeat(100));
            Http.Answer small = http.postCsv("/predict", header + row);

            assertThat(file.status()).isEqualTo(413);
            assertThat(file.json().get("detail").asString())
                    .isEqualTo("expected a body of at most 4096 bytes, got more");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().get("detail").asString())
                    .isEqualTo("expected an answer of at most 2048 bytes, got more");
            assertThat(small.status()).isEqualTo(200);
        }
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsNothingOfItsInsidesWhenItFails(@TempDir Path folder) throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        try (OnwardProcess server = OnwardProcess.serve("--spool-folder", gone.toString())) {
            Files.delete(gone);
            Http.Answer answer = Http.to(server).postCsv("/predict", "variance,skewness,curtosis,entropy\n");

            assertThat(answer.status()).isEqualTo(500);
            String detail = answer.json().get("detail").asString();
            assertThat(detail).startsWith("something went wrong on this side; the log has it under ");
            assertThat(answer.body()).doesNotContain(gone.toString()).doesNotContain("Exception");
            String id = detail.substring(detail.lastIndexOf(' ') + 1);
            assertThat(server.log()).contains(id).contains("no answer can be spooled in " + gone);
        }
    }

    /** A prediction that is under way: its head and half of its body have been sent. */
    private static Socket slowRequest(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        OutputStream out = socket.getOutputStream();
        String head = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + JsonIT.GENUINE.length() + "\r\n\r\n" + JsonIT.GENUINE.substring(0, 20);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Patience.pause(200);
        return socket;
    }

    /** One that has the only place, and was not itself the one that found it taken. */
    static Socket slowRequestThatIsIn(OnwardProcess server) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket slow = slowRequest(server.url());
            if (Http.to(server).postJson("/predict", JsonIT.GENUINE).status() == 503) {
                return slow;
            }
            slow.close();
        }
        throw new AssertionError("no prediction was ever refused");
    }

    /** The other half, so slowly that it takes 14 seconds, unless nobody listens any more. */
    private static void drip(Socket socket) {
        try {
            for (int i = 20; i < JsonIT.GENUINE.length(); i++) {
                Patience.pause(200);
                send(socket, i, i + 1);
            }
        } catch (IOException e) {
            // It has been cut off.
        }
    }

    private static void send(Socket socket, int from, int to) throws IOException {
        socket.getOutputStream().write(JsonIT.GENUINE.substring(from, to).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Sends the rest, and returns the answer. */
    private static String finish(Socket socket, int from) throws IOException {
        send(socket, from, JsonIT.GENUINE.length());
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static <T> T await(Supplier<T> source, Predicate<T> expected) {
        T found = source.get();
        for (int i = 0; i < 50 && !expected.test(found); i++) {
            Patience.pause(200);
            found = source.get();
        }
        assertThat(found).matches(expected);
        return found;
    }
}
