package dev.onward.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import dev.onward.table.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many connections that send one byte a second, against the packaged application. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowSendersIT {

    private static final int CONNECTIONS = 250;

    /**
     * The gate, where other suites use the processors too, allows more; without threads, nobody is answered for 10 s.
     */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("onward.longest", 1));

    private static final int END_SECONDS = 30;
    private static final String KEY = "open sesame";
    private static final String CSV = "variance,skewness,curtosis,entropy\n";

    private final OnwardProcess server = OnwardProcess.serve(
            List.of("-Xmx256m"),
            Map.of(),
            "--api-keys",
            "ali:" + HexFormat.of().formatHex(Sha256.digest(KEY.getBytes(US_ASCII))));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @BeforeAll
    void warmUp() throws Exception {
        for (int i = 0; i < 50; i++) {
            askEverything();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/predict, application/json, true, 1",
        "/predict, application/json, false, 1",
        "/nothing, application/json, true, 1",
        "/nothing, application/json, false, 1",
        "/v2/models/banknote/infer, application/json, true, 1",
        "/v2/models/banknote/infer, application/json, false, 1",
        "/predict, text/csv, true, 1",
        "/predict, text/csv, false, 1",
        "/predict, multipart/form-data; boundary=x, true, 1",
        "/predict, multipart/form-data; boundary=x, false, 1",
        "/predict, application/json, true, 20000",
        "/nothing, application/json, true, 20000",
        "/predict, text/csv, true, 20000",
        "/predict, multipart/form-data; boundary=x, true, 20000"
    })
    void answersEveryoneElse(String path, String type, boolean hasKey, int sentAtOnce) throws Exception {
        List<Socket> slow = new ArrayList<>();
        String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                + "\r\nContent-Length: 5000000\r\n" + (hasKey ? "X-Api-Key: " + KEY + "\r\n" : "") + "\r\n"
                + first(type, sentAtOnce);
        long longest = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket(server.url().getHost(), server.url().getPort());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            slow.add(socket);
        }
        Map<String, Integer> ends = new TreeMap<>();
        long start = System.nanoTime();
        while (!slow.isEmpty()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(END_SECONDS + 5));
            longest = Math.max(longest, askEverything());
            drip(slow, ends);
            Patience.pause(700);
        }

        System.out.println(path + " " + type + ", key " + hasKey + ", " + sentAtOnce + ": longest answer "
                + longest / 1_000_000 + " ms, the slow ones after " + (System.nanoTime() - start) / 1_000_000_000
                + " s: " + ends);
        assertThat(longest).isLessThan(LONGEST_NANOS);
    }

    @Test
    void acceptsHonestCallersThatAreSlow() throws Exception {
        assertThat(sendSlowly("application/json", BankNotes.GENUINE.getBytes(US_ASCII), 3_000))
                .contains(" 200 OK");
        assertThat(sendSlowly("application/json", padded(5 << 20), 3_000)).contains(" 200 OK");
        assertThat(sendSlowly("application/json", padded(200_000), 8_000)).contains(" 200 OK");
        assertThat(sendSlowly("text/csv", rows(300_000), 60_000)).contains(" 200 OK");
    }

    /** While senders that stop take up all places for bodies, one at 100 kB/s still passes. */
    @Test
    void acceptsAFileAtAHundredKilobytesASecondAlways() throws Exception {
        List<Socket> slow = new ArrayList<>();
        Thread sender = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Socket socket =
                            new Socket(server.url().getHost(), server.url().getPort());
                    socket.getOutputStream()
                            .write(("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nX-Api-Key: " + KEY
                                            + "\r\nContent-Length: 5000000\r\n\r\n" + first("text/csv", 20_000))
                                    .getBytes(US_ASCII));
                    slow.add(socket);
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                // The test has ended.
            }
        });
        sender.start();
        try {
            assertThat(sendSlowly("text/csv", rows(4_000_000), 40_000)).contains(" 200 OK");
        } finally {
            sender.interrupt();
            sender.join();
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static String first(String type, int length) {
        String begin = type.startsWith("multipart")
                ? "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + CSV
                : type.equals("text/csv") ? CSV : "[";
        return length < begin.length() ? begin.substring(0, length) : begin + " ".repeat(length - begin.length());
    }

    /** Sends a byte on each connection, and notes those that the server has ended. */
    private static void drip(List<Socket> slow, Map<String, Integer> ends) throws IOException {
        for (Socket socket : List.copyOf(slow)) {
            InputStream in = socket.getInputStream();
            if (in.available() > 0) {
                byte[] answer = in.readNBytes(Math.min(12, in.available()));
                ends.merge(new String(answer, US_ASCII), 1, Integer::sum);
                slow.remove(socket);
                socket.close();
                continue;
            }
            try {
                socket.getOutputStream().write(' ');
            } catch (IOException e) {
                ends.merge("closed", 1, Integer::sum);
                slow.remove(socket);
                socket.close();
            }
        }
    }

    /** Returns the longest time that an answer took, in nanoseconds. */
    private long askEverything() throws Exception {
        long longest = 0;
        for (String path : List.of("health/live", "health/ready", "metrics", "predict")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve("/" + path))
                    .timeout(Duration.ofSeconds(10))
                    .header("X-Api-Key", KEY);
            if (path.equals("predict")) {
                request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(BankNotes.GENUINE));
            }
            long start = System.nanoTime();
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            longest = Math.max(longest, System.nanoTime() - start);
        }
        return longest;
    }

    private String sendSlowly(String type, byte[] body, int millis) throws Exception {
        URI url = server.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type
                            + "\r\nX-Api-Key: " + KEY + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(US_ASCII));
            int steps = Math.max(1, millis / 100);
            for (int i = 0; i < steps; i++) {
                int from = (int) ((long) body.length * i / steps);
                out.write(body, from, (int) ((long) body.length * (i + 1) / steps) - from);
                Patience.pause(100);
            }
            return new String(socket.getInputStream().readNBytes(40), US_ASCII);
        }
    }

    private static byte[] padded(int length) {
        return (BankNotes.GENUINE + " ".repeat(length - BankNotes.GENUINE.length())).getBytes(US_ASCII);
    }

    private static byte[] rows(int length) {
        String row = "3.6216,8.6661,-2.8073,-0.44699\n";
        return (CSV + row.repeat(length / row.length())).getBytes(US_ASCII);
    }
}
