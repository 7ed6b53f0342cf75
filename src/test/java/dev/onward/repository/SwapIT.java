package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.OnwardProcess;
import dev.onward.Wire;
import dev.onward.model.ConstantModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that come and go while they are asked, and many of them; what the process needs is read from Linux's /proc.
 */
@Tag("slow")
class SwapIT {

    private static final int SWAPS = Integer.getInteger("onward.swaps", 500);

    /** Swaps after which the process has grown to its size. */
    private static final int WARM_UP = SWAPS / 2;

    private static final int MODELS = 200;
    private static final String NOTE = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";
    private static final int CSV_ROWS = 20_000;
    private static final Pattern RIGHT =
            Pattern.compile("\\{\"model\":\"m\",\"version\":\"([0-9]+)\",\"value\":\\1\\.0}");

    @TempDir
    private Path folder = Path.of("");

    @TempDir
    private Path temporary = Path.of("");

    /** What a process needs at one moment. */
    private record Needs(long residentMiB, long threads, long files) {}

    @Test
    void losesNoRequestInManySwaps() throws Exception {
        swap(1);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (OnwardProcess server = serve()) {
            Http http = Http.to(server);
            List<Future<String>> faults = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                faults.add(clients.submit(() -> ask(server, SwapIT::jsonFault, done, answers)));
            }
            faults.add(clients.submit(() -> ask(server, SwapIT::csvFault, done, answers)));

            swapUpTo(2, WARM_UP, http);
            Needs before = needs(server);
            swapUpTo(WARM_UP + 1, SWAPS, http);
            Needs after = needs(server);
            done.set(true);

            for (Future<String> fault : faults) {
                assertThat(fault.get()).isEmpty();
            }
            System.out.printf(
                    "%d swaps under load, %d answers; after %d swaps %s, after %d %s%n",
                    SWAPS, answers.get(), WARM_UP, before, SWAPS, after);
            assertThat(answers.get()).isGreaterThan(SWAPS);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 8);
            assertThat(after.files()).isEqualTo(before.files());
            assertThat(after.residentMiB()).isLessThanOrEqualTo(before.residentMiB() + 16);
            assertThat(server.log()).doesNotContain("WARNING", "ERROR");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void servesManyModels() throws IOException {
        Files.copy(Path.of("model.onnx"), folder.resolve("m0.onnx"));
        Needs one;
        try (OnwardProcess server = serve()) {
            assertThat(Http.to(server).get("/models/m0/predict?" + NOTE).status())
                    .isEqualTo(200);
            one = needs(server);
        }
        for (int i = 1; i < MODELS; i++) {
            Files.copy(Path.of("model.onnx"), folder.resolve("m" + i + ".onnx"));
        }
        long start = System.nanoTime();
        try (OnwardProcess server = serve()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            Http http = Http.to(server);
            for (int i = 0; i < MODELS; i++) {
                Answer answer = http.get(
                        "/models/m" + i + "/predict?variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699");
                assertThat(answer.json().get("model").asString()).isEqualTo("m" + i);
                assertThat(answer.json().get("label").asString()).isEqualTo("0");
            }
            Needs many = needs(server);
            System.out.printf("%d models in %.1f s: %s, and one alone %s%n", MODELS, seconds, many, one);
            assertThat(http.get("/models").json().get("models").size()).isEqualTo(MODELS);
            assertThat(http.get("/models", "Accept", "text/html").status()).isEqualTo(200);
            assertThat(seconds).isLessThan(60);
            assertThat(many.threads()).isLessThanOrEqualTo(one.threads() + 4);
            assertThat(many.residentMiB()).isLessThan(400);
        }
    }

    /**
     * The heap is there in full from the beginning, so that what grows is something else; and a new thread does not get
     * a pool of native memory of its own, as it otherwise does for eight times as many as there are processors. What
     * the second compiler needs comes and goes, and is left out.
     */
    private OnwardProcess serve() {
        return OnwardProcess.serveClasses(
                List.of(
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary),
                Map.of("MALLOC_ARENA_MAX", "2"),
                "--models",
                folder.toString(),
                "--poll",
                "0.01");
    }

    private void swapUpTo(int from, int to, Http http) throws IOException, InterruptedException {
        for (int version = from; version <= to; version++) {
            swap(version);
            // What pages hold of a model has to go with it.
            assertThat(http.get("/").status()).isEqualTo(200);
            String expected = Integer.toString(version);
            for (int wait = 0; !version(http.get("/health/ready")).equals(expected); wait++) {
                assertThat(wait).as("looks for version " + version).isLessThan(2_000);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    /** In one step, as it should be done. */
    private void swap(int version) throws IOException {
        Path unfinished = Files.write(folder.resolve(".unfinished"), ConstantModel.bytes(version));
        Files.move(
                unfinished,
                folder.resolve("m.onnx"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks again and again, and returns what was wrong with an answer. */
    private static String ask(OnwardProcess server, Question question, AtomicBoolean done, AtomicInteger answers)
            throws IOException {
        try (Wire wire = new Wire(server.url())) {
            while (!done.get()) {
                String fault = question.fault(wire);
                if (!fault.isEmpty()) {
                    return fault;
                }
                answers.incrementAndGet();
            }
        }
        return "";
    }

    /** Asks once, and tells what is wrong with the answer; nothing is if it is empty. */
    private interface Question {
        String fault(Wire wire) throws IOException;
    }

    /** Each answer has to be the number of the version that it says it is of. */
    private static String jsonFault(Wire wire) throws IOException {
        Wire.Answer answer = wire.post("/predict", "application/json", "{\"x\": 1}");
        return RIGHT.matcher(answer.body()).matches() ? "" : answer.toString();
    }

    /** A file takes longer than a model lives, and yet is answered by one of them from its first row to its last. */
    private static String csvFault(Wire wire) throws IOException {
        Wire.Answer answer = wire.post("/predict", "text/csv", "x\n" + "1\n".repeat(CSV_ROWS));
        List<String> rows = answer.body().lines().skip(1).toList();
        return answer.status() == 200
                        && rows.size() == CSV_ROWS
                        && Set.copyOf(rows).size() == 1
                ? ""
                : answer.status() + ": " + Set.copyOf(rows);
    }

    private static String version(Answer answer) {
        return answer.json().get("version").asString();
    }

    private Needs needs(OnwardProcess server) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
        return new Needs(number(status, "VmRSS:") / 1024, number(status, "Threads:"), files(temporary.toFile()));
    }

    /** Without the answers to files that are just being made. */
    private static long files(File folder) {
        File[] entries = folder.listFiles();
        return entries == null
                ? 1
                : Stream.of(entries)
                        .filter(entry -> !entry.getName().endsWith(".spool"))
                        .mapToLong(SwapIT::files)
                        .sum();
    }

    private static long number(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
