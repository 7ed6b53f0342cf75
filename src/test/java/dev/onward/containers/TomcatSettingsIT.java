package dev.onward.containers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slow clients in Tomcat, whose threads a body holds, with the connector that docs/operations.md recommends:
 * predictions are answered as long as there is a thread, and a client that stops sending gives its thread back.
 */
@Tag("containers")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("tomcats")
class TomcatSettingsIT {

    private static final String CONTEXT = "onward";
    private static final String CSV = "variance,skewness,curtosis,entropy\n";
    private static final int SLOW = 250;
    private static final int DRIPS = 15;

    /**
     * The gate, where other suites use the processors too, allows more; without threads, nobody is answered for 10 s.
     */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("onward.longest", 1));

    /** The pause that the connector allows in a body. */
    private static final int MAX_PAUSE_SECONDS = 10;

    private static final int MARGIN_SECONDS = 5;

    @TempDir
    private static Path folder = Path.of("");

    private static final Map<Container, RunningContainer> RUNNING = new HashMap<>();

    private final RunningContainer running;
    private final String connector;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Socket> slow = new ArrayList<>();
    private final Map<Socket, ByteArrayOutputStream> answers = new HashMap<>();

    TomcatSettingsIT(Container tomcat) {
        this.running = Objects.requireNonNull(RUNNING.get(tomcat));
        this.connector = documentedConnector();
    }

    static Stream<Container> tomcats() {
        return Containers.chosen().filter(Tomcat.class::isInstance).map(tomcat -> ((Tomcat) tomcat)
                .withConnector(documentedConnector()));
    }

    private static String documentedConnector() {
        Matcher element = Pattern.compile("<Connector [^>]*/>").matcher(Container.read(Path.of("docs/operations.md")));
        assertThat(element.find()).isTrue();
        return element.group();
    }

    @BeforeParameterizedClassInvocation
    static void start(Container tomcat) {
        RunningContainer running = RunningContainer.start(tomcat, folder.resolve(tomcat.name()), List.of(), Map.of());
        RUNNING.put(tomcat, running);
        running.deploy(CONTEXT, OnwardProcess.war(), Map.of());
    }

    @AfterParameterizedClassInvocation
    static void stop(Container tomcat) {
        Objects.requireNonNull(RUNNING.remove(tomcat)).close();
    }

    @AfterEach
    void disconnect() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/predict, application/json, 5000",
        "/predict, application/json, 5000000",
        "/nothing, application/json, 5000",
        "/v2/models/banknote/infer, application/json, 5000",
        "/predict, text/csv, 5000",
        "/predict, multipart/form-data; boundary=x, 5000"
    })
    void answersWhileThereAreThreads(String path, String type, int length) throws Exception {
        for (int i = 0; i < 20; i++) {
            askEverything();
        }
        open(SLOW, path, type, length);

        Map<String, Integer> ends = new TreeMap<>();
        long longest = 0;
        for (int drip = 0; drip < DRIPS; drip++) {
            long start = System.nanoTime();
            longest = Math.max(longest, askEverything());
            for (Socket socket : List.copyOf(slow)) {
                drip(socket, ends);
            }
            Patience.pause(Math.max(0, 1_000 - (System.nanoTime() - start) / 1_000_000));
        }

        System.out.println(running.container() + ", " + path + " " + type + ": longest answer " + longest / 1_000_000
                + " ms, ended " + ends + ", still sending " + slow.size());
        assertThat(longest).isLessThan(LONGEST_NANOS);
    }

    /** More of them than there are threads. Nobody is answered until the connector has given up on them. */
    @Test
    void givesThreadsBackWhenClientsStopSending() throws Exception {
        int threads = number("maxThreads");
        open(threads + 50, "/predict", "application/json", 5_000);

        long start = System.nanoTime();
        Map<String, Integer> ends = new TreeMap<>();
        long longest = askEverything();
        while (!slow.isEmpty() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            for (Socket socket : List.copyOf(slow)) {
                look(socket, ends);
            }
            Patience.pause(50);
        }

        System.out.println(running.container() + ": longest answer " + longest / 1_000_000 + " ms, ended " + ends
                + " after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(number("connectionTimeout")).isEqualTo(MAX_PAUSE_SECONDS * 1_000);
        assertThat(longest).isLessThan(TimeUnit.SECONDS.toNanos(2 * MAX_PAUSE_SECONDS + MARGIN_SECONDS));
        assertThat(ends.keySet()).isSubsetOf("HTTP/1.1 408", "HTTP/1.1 503");
        assertThat(ends.get("HTTP/1.1 408")).isGreaterThan(threads / 2);
    }

    /**
     * Such a client has its response, so Tomcat does not wait for the rest of its body, however slowly that is sent.
     */
    @Test
    void keepsNoThreadForTheRestOfARefusedBody() throws Exception {
        open(SLOW, "/nothing", "application/json", 5_000);

        Map<String, Integer> ends = new TreeMap<>();
        long start = System.nanoTime();
        while (!slow.isEmpty() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(DRIPS)) {
            for (Socket socket : List.copyOf(slow)) {
                if (ended(socket)) {
                    ends.merge(status(socket), 1, Integer::sum);
                    slow.remove(socket);
                }
            }
            Patience.pause(1_000);
        }

        System.out.println(
                running.container() + ": ended " + ends + " after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(ends).isEqualTo(Map.of("HTTP/1.1 404", SLOW));
    }

    private int number(String attribute) {
        Matcher value = Pattern.compile(attribute + "=\"(\\d+)\"").matcher(connector);
        assertThat(value.find()).isTrue();
        return Integer.parseInt(value.group(1));
    }

    private void open(int count, String path, String type, int length) throws IOException {
        URI url = running.url("");
        String head = "POST /" + CONTEXT + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n" + first(type);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(url.getHost(), url.getPort());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            slow.add(socket);
        }
    }

    private static String first(String type) {
        return type.startsWith("multipart")
                ? "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + CSV
                : type.equals("text/csv") ? CSV : "[";
    }

    private void drip(Socket socket, Map<String, Integer> ends) throws IOException {
        if (look(socket, ends)) {
            return;
        }
        try {
            socket.getOutputStream().write(' ');
        } catch (IOException e) {
            ends.merge("closed", 1, Integer::sum);
            slow.remove(socket);
            socket.close();
        }
    }

    /** Returns whether it has been answered, and notes how. */
    private boolean look(Socket socket, Map<String, Integer> ends) throws IOException {
        InputStream in = socket.getInputStream();
        if (in.available() == 0) {
            return false;
        }
        ends.merge(new String(in.readNBytes(12), US_ASCII), 1, Integer::sum);
        slow.remove(socket);
        socket.close();
        return true;
    }

    private String status(Socket socket) {
        return Objects.requireNonNull(answers.get(socket)).toString(US_ASCII).substring(0, 12);
    }

    /** Sends a byte, reads what has arrived, and returns whether the server has closed the connection. */
    private boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        ByteArrayOutputStream answer = answers.computeIfAbsent(socket, key -> new ByteArrayOutputStream());
        try {
            socket.getOutputStream().write(' ');
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.write(next);
            }
            return true;
        } catch (SocketException e) {
            // It was closed before our last byte.
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Returns the longest time that an answer took, in nanoseconds. */
    private long askEverything() throws Exception {
        long longest = 0;
        for (String path : List.of("health/live", "health/ready", "metrics", "predict")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(running.url(CONTEXT) + "/" + path))
                    .timeout(Duration.ofSeconds(30));
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
}
