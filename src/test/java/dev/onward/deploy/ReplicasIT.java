package dev.onward.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three replicas behind HAProxy as deploy/compose.yaml has them: what docs/deploy.md promises of restarts, kills and
 * models.
 */
@Tag("deploy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {

    private static final int REPLICAS = 3;

    /** What a JVM ends with that was told to by SIGTERM: 128 + 15. */
    private static final int TERMINATED = 143;

    @TempDir
    private static Path folder = Path.of("");

    private final List<Replica> replicas = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @BeforeAll
    void start() throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("banknote.onnx"));
        for (int i = 0; i < REPLICAS; i++) {
            Replica replica = Replica.start(
                    "--models",
                    models.toString(),
                    "--default-model",
                    "banknote",
                    "--poll",
                    "1",
                    "--stop-delay",
                    "10",
                    "--forwarded",
                    "true");
            replicas.add(replica);
            toClose.add(replica);
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    private HaProxy proxy() {
        HaProxy proxy = HaProxy.before(replicas.stream().map(Replica::address).toList());
        toClose.add(0, proxy);
        return proxy;
    }

    @Test
    void losesNoRequestInARollingRestart() {
        HaProxy proxy = proxy();
        Traffic traffic =
                Traffic.on(proxy.url()).with(6, Traffic.Question.small()).with(2, Traffic.Question.large());
        traffic.awaitAnswers(100);

        for (int number = 1; number <= REPLICAS; number++) {
            int restarted = number;
            assertThat(replicas.get(number - 1).terminate()).isEqualTo(TERMINATED);
            Patience.await(() -> !proxy.isUp(restarted), "HAProxy has onward-" + restarted + " down");
            replicas.get(number - 1).startAgain();
            Patience.await(() -> proxy.isUp(restarted), "HAProxy has onward-" + restarted + " up");
            traffic.awaitAnswers(100);
        }

        List<Traffic.Failure> failures = traffic.stop();
        System.out.printf(
                "rolling restart of %d: %d answered, %d failed, %s sent again%n",
                REPLICAS,
                traffic.answered(),
                failures.size(),
                IntStream.rangeClosed(1, REPLICAS).map(proxy::repeated).sum());
        assertThat(failures).isEmpty();
        assertThat(proxy.lines()).allMatch(HaProxy.Line::inOrder);
        assertThat(IntStream.rangeClosed(1, REPLICAS).map(proxy::requests)).allMatch(requests -> requests > 100);
    }

    /**
     * HAProxy sends again what it still holds, so only requests of more than its buffer can fail, and only those that
     * the replica had when it died. The log of version 3.0 has each of them, that of 2.6 only those whose answer had
     * begun.
     */
    @Test
    void losesOnlyWhatAKilledReplicaHadUnderWay() {
        HaProxy proxy = proxy();
        int large = 6;
        Traffic traffic =
                Traffic.on(proxy.url()).with(4, Traffic.Question.small()).with(large, Traffic.Question.large());
        int failed = 0;
        List<Long> kills = new ArrayList<>();

        for (int number = 1; number <= REPLICAS; number++) {
            int killed = number;
            traffic.awaitAnswers(100);
            int linesBefore = proxy.lines().size();

            replicas.get(number - 1).kill();
            long gone = System.nanoTime();
            traffic.awaitAnswers(200);

            List<Traffic.Failure> all = traffic.failures();
            List<Traffic.Failure> failures = all.subList(failed, all.size());
            failed += failures.size();
            kills.add((long) failures.size());
            assertThat(failures)
                    .allMatch(failure -> failure.begun() < gone)
                    .allMatch(failure -> failure.question().name().equals("large"));
            assertThat(failures).extracting(Traffic.Failure::client).doesNotHaveDuplicates();
            assertThat(proxy.lines().stream().skip(linesBefore).filter(line -> !line.inOrder()))
                    .extracting(HaProxy.Line::server)
                    .hasSizeLessThanOrEqualTo(failures.size())
                    .allMatch(("onward-" + killed)::equals);
            assertThat(proxy.isUp(killed)).isFalse();
            replicas.get(number - 1).startAgain();
            Patience.await(() -> proxy.isUp(killed), "HAProxy has onward-" + killed + " up");
        }

        List<Traffic.Failure> failures = traffic.stop();
        System.out.printf(
                "%d killed: %d answered, %s failed each time, of %d large requests under way at all three; %d sent again%n",
                REPLICAS,
                traffic.answered(),
                kills,
                large,
                IntStream.rangeClosed(1, REPLICAS).map(proxy::repeated).sum());
        assertThat(failures).hasSize(failed);
    }

    /** A replica believes what it is told of the caller; so it must be told by the proxy, and not by the caller. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Forwarded        | for=203.0.113.9;host=elsewhere.example;proto=https | https://elsewhere.example
            X-Forwarded-Host | elsewhere.example                                  | http://elsewhere.example
            X-Forwarded-Port | 81                                                 | http://127.0.0.1:81
            X-Proxied-Https  | on                                                 | https://127.0.0.1
            """)
    void doNotHearWhatACallerClaimsToBe(String header, String claim, String believed) {
        HaProxy proxy = proxy();

        String direct = replicas.get(0).http().get("/", header, claim).body();
        String proxied = Http.to(proxy.url()).get("/", header, claim).body();

        assertThat(direct).contains("curl " + believed + "/predict");
        assertThat(proxied).contains("curl " + proxy.url() + "/predict");
    }

    @Test
    void logWhoAskedTheProxy() {
        HaProxy proxy = proxy();
        String claim = "203.0.113.9";

        replicas.get(0).http().get("/predict", "X-Request-Id", "direct", "X-Forwarded-For", claim);
        Http.to(proxy.url()).get("/predict", "X-Request-Id", "proxied", "X-Forwarded-For", claim);

        assertThat(client("direct")).isEqualTo(claim);
        assertThat(client("proxied")).isEqualTo("127.0.0.1");
    }

    /** Who the access log says has sent the request of a name. */
    private String client(String id) {
        List<String> lines = new ArrayList<>();
        Patience.await(
                () -> {
                    replicas.forEach(replica -> replica.log().stream()
                            .filter(line -> line.contains("\"id\":\"" + id + "\""))
                            .forEach(lines::add));
                    return !lines.isEmpty();
                },
                "a replica has logged the request " + id);
        return lines.get(0).replaceFirst(".*\"client\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void allServeAModelThatComesIntoTheirFolderAndMetricsStayInside() throws IOException {
        HaProxy proxy = proxy();
        Http http = Http.to(proxy.url());
        assertThat(List.of("/metrics", "/metrics;x", "/%6detrics", "/./metrics", "/static/../metrics", "//metrics"))
                .allSatisfy(path -> assertThat(http.get(path).status()).isEqualTo(404));
        assertThat(proxy.status().get("/metrics").body())
                .contains("haproxy_server_status{proxy=\"replicas\",server=\"onward-3\",state=\"UP\"} 1");
        Path models = folder.resolve("models");
        String question = "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";
        assertThat(http.postJson("/models/notes/predict", question).status()).isEqualTo(404);

        Files.copy(Path.of("model.onnx"), folder.resolve("notes.onnx"));
        Files.move(folder.resolve("notes.onnx"), models.resolve("notes.onnx"), StandardCopyOption.ATOMIC_MOVE);

        Patience.await(
                () -> replicas.stream()
                        .allMatch(replica -> replica.http().get("/models/notes").status() == 200),
                "all replicas serve the new model");
        for (int i = 0; i < 4 * REPLICAS; i++) {
            Answer answer = http.postJson("/models/notes/predict", question);
            assertThat(answer.body())
                    .isEqualTo("{\"model\":\"notes\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                            + "\"probabilities\":{\"0\":0.99999833,\"1\":1.6867053E-6}," + BankNotes.OBSERVED_GENUINE
                            + "}");
        }
    }
}
