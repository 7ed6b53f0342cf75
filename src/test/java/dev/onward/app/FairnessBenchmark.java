package dev.onward.app;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.BankNotes;
import dev.onward.OnwardProcess;
import dev.onward.Wire;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Latencies of single predictions beside a slow model, beside too many connections, beside large files, and beside
 * explanations. Prints and asserts nothing: machines differ. Needs a quiet machine. The WAR is served with a heap of
 * 256 MB; with {@code -Dbench.classes=true} the classes are. {@code -Dbench.seconds} is the duration of each part (10
 * by default), {@code -Dbench.megabytes} the size of each file (100), {@code -Dbench.rounds} the number of rounds
 * beside explanations (5).
 */
@Tag("bench")
class FairnessBenchmark {

    private static final long SECONDS = Long.getLong("bench.seconds", 10);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final long MEGABYTES = Long.getLong("bench.megabytes", 100);
    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";
    private static final double SLOW_SECONDS = 0.14;

    /** The connections of an open loop, more than it needs at its rate. */
    private static final int OPEN_CONNECTIONS = 48;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void slowModelBesideAFastOne() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("fast.onnx"));
        Files.write(models.resolve("slow.onnx"), slowModel());
        try (OnwardProcess server = serve("--models", models.toString(), "--concurrency", "4")) {
            Load fast = new Load(server.url(), "/models/fast/predict", BankNotes.GENUINE);
            Load slow = new Load(server.url(), "/models/slow/predict", "{\"x\":1}");
            fast.closed(16);
            double rate = 0.3 * fast.closed(16).perSecond();
            fast.open(rate).print("fast model alone, open loop at 30 %");
            Figures reference = besideBusyLoops(fast, rate, 2).print("fast model beside two busy loops");
            AtomicLong slowAnswers = new AtomicLong();
            Background callers = new Background(8, stop -> slow.call(stop, slowAnswers));
            Figures beside = fast.open(rate).print("fast model beside 8 callers of the slow one");
            callers.end();
            System.out.printf(
                    Locale.ROOT,
                    "answered: %.2f %%, p99: %.2f times as beside busy loops; the slow model answered %d%n",
                    100.0 * beside.answered() / beside.sent(),
                    beside.p99() / reference.p99(),
                    slowAnswers.get());
        }
    }

    @Test
    void tooManyConnections() throws Exception {
        try (OnwardProcess server = serve()) {
            Load load = new Load(server.url(), "/predict", BankNotes.GENUINE);
            load.closed(64);
            Figures few = load.closed(64).print("64 connections");
            Figures patient = load.patient(640).print("640 connections that wait for a second after a 503");
            Figures many = load.closed(640).print("640 connections that try again at once");
            TimeUnit.SECONDS.sleep(1);
            Figures after = load.closed(64).print("64 connections, a second later");
            System.out.printf(
                    Locale.ROOT,
                    "p99 of what is answered: %.2f times and %.2f times, afterwards %.2f times%n",
                    patient.p99() / few.p99(),
                    many.p99() / few.p99(),
                    after.p99() / few.p99());
        }
    }

    @Test
    void filesBesideSinglePredictions() throws Exception {
        try (OnwardProcess server = serve()) {
            Load load = new Load(server.url(), "/predict", BankNotes.GENUINE);
            load.closed(16);
            double rate = 0.3 * load.closed(16).perSecond();
            // Warms up what only files run.
            Background first = new Background(4, stop -> upload(server.url()));
            load.open(rate, first);
            first.end();
            Figures alone = load.open(rate).print("single predictions alone, open loop at 30 %");
            Figures reference = besideBusyLoops(load, rate, 2).print("beside two busy loops");
            Background files = new Background(4, stop -> upload(server.url()));
            Figures beside = load.open(rate, files).print("beside four files of " + MEGABYTES + " MB");
            files.end();
            System.out.printf(
                    Locale.ROOT,
                    "rate: %.1f %% of %.0f/s, p99: %.2f times as alone, %.2f times as beside busy loops%n",
                    100 * beside.perSecond() / rate,
                    rate,
                    beside.p99() / alone.p99(),
                    beside.p99() / reference.p99());
        }
    }

    @Test
    void explanationsBesideSinglePredictions() throws Exception {
        try (OnwardProcess server = serve()) {
            Load load = new Load(server.url(), "/predict", BankNotes.GENUINE);
            String rows = "[" + String.join(",", Collections.nCopies(1_000, BankNotes.GENUINE)) + "]";
            Load single = new Load(server.url(), "/predict?explain=true", BankNotes.GENUINE);
            Load batch = new Load(server.url(), "/predict?explain=true", rows);
            load.closed(16);
            double rate = 0.3 * load.closed(16).perSecond();
            single.closed(8).print("single explained predictions alone");
            batch.closed(8).print("explained batches of 1,000 rows alone");
            for (int round = 1; round <= ROUNDS; round++) {
                Figures alone = load.open(rate).print("round " + round + ": predictions alone, open loop at 30 %");
                Figures busy = besideBusyLoops(load, rate, 1).print("beside one busy loop");
                Figures two = besideBusyLoops(load, rate, 2).print("beside two busy loops");
                Figures singles = beside(load, rate, single).print("beside single explained predictions");
                Figures batches = beside(load, rate, batch).print("beside explained batches");
                System.out.printf(
                        Locale.ROOT,
                        "p99 by p99 alone: one busy loop %.2f, two %.2f, single %.2f, batches %.2f%n",
                        busy.p99() / alone.p99(),
                        two.p99() / alone.p99(),
                        singles.p99() / alone.p99(),
                        batches.p99() / alone.p99());
            }
        }
    }

    /** Beside work of another process, of which the server does not know. */
    private static Figures besideBusyLoops(Load load, double rate, int count) throws Exception {
        Background loops = new Background(count, stop -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        Figures figures = load.open(rate);
        loops.end();
        return figures;
    }

    /** Beside 8 callers of something else. */
    private static Figures beside(Load load, double rate, Load other) throws Exception {
        AtomicLong answered = new AtomicLong();
        Background callers = new Background(8, stop -> other.call(stop, answered));
        Figures figures = load.open(rate);
        callers.end();
        System.out.println("the other callers had " + answered.get() + " answers");
        return figures;
    }

    private static OnwardProcess serve(String... arguments) {
        // With the optimising compiler, which processes of other tests do without.
        List<String> jvm = List.of("-Xmx256m", "-XX:TieredStopAtLevel=4");
        List<String> all = new ArrayList<>(List.of("--access-log", "false"));
        all.addAll(List.of(arguments));
        return Boolean.getBoolean("bench.classes")
                ? OnwardProcess.serveClasses(jvm, Map.of(), all.toArray(new String[0]))
                : OnwardProcess.serve(jvm, Map.of(), all.toArray(new String[0]));
    }

    /** A model whose runs take {@link #SLOW_SECONDS}: a vector times a matrix, as often as that needs here. */
    private static byte[] slowModel() {
        int trial = 20;
        int products;
        try (Model model = Model.open(slowModel(trial), "slow.onnx")) {
            TableBuilder builder = new TableBuilder(model.schema());
            builder.startRow(0);
            builder.number(0, "1");
            builder.endRow();
            Table table = builder.build();
            model.predict(table);
            long start = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                model.predict(table);
            }
            double seconds = (System.nanoTime() - start) / 1e10;
            products = (int) Math.max(1, trial * SLOW_SECONDS / seconds);
        }
        return slowModel(products);
    }

    private static byte[] slowModel(int products) {
        int size = 1000;
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .floats("first", new long[] {1, size}, new float[size])
                .floats("matrix", new long[] {size, size}, new float[size * size])
                .floats("last", new long[] {size, 1}, new float[size])
                .node("MatMul", List.of("x", "first"), "h0");
        for (int i = 0; i < products; i++) {
            graph.node("MatMul", List.of("h" + i, "matrix"), "h" + (i + 1));
        }
        return graph.node("MatMul", List.of("h" + products, "last"), "y")
                .output("y", DataType.FLOAT, -1, 1)
                .bytes();
    }

    /** Sends a file and reads its answer. */
    private static void upload(URI server) throws IOException {
        byte[] rows = ROW.repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        long blocks = Math.max(1, MEGABYTES * 1_000_000 / rows.length);
        try (Socket socket = new Socket(server.getHost(), server.getPort());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            String head = "POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/csv\r\n"
                    + "Content-Length: " + (HEADER.length() + blocks * rows.length) + "\r\n\r\n" + HEADER;
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (long i = 0; i < blocks; i++) {
                out.write(rows);
            }
            out.flush();
            byte[] status = socket.getInputStream().readNBytes(12);
            long answer = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            System.out.printf("file: %s, %,d bytes%n", new String(status, StandardCharsets.US_ASCII), answer);
        }
    }

    /**
     * Latencies in milliseconds.
     *
     * @param latencies of what was answered with 200, ascending
     * @param refused the same of what was answered with 503
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Figures(long[] latencies, long[] refused, int others, double seconds) {

        int answered() {
            return latencies.length;
        }

        int sent() {
            return latencies.length + refused.length + others;
        }

        double perSecond() {
            return latencies.length / seconds;
        }

        double p99() {
            return percentile(latencies, 99);
        }

        private static double percentile(long[] nanos, int percent) {
            return nanos.length == 0 ? Double.NaN : nanos[(int) ((nanos.length - 1L) * percent / 100)] / 1e6;
        }

        Figures print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f/s, p50 %.1f ms, p99 %.1f ms, %d answered, %d refused (p99 %.1f ms), %d others%n",
                    name,
                    perSecond(),
                    percentile(latencies, 50),
                    p99(),
                    latencies.length,
                    refused.length,
                    percentile(refused, 99),
                    others);
            return this;
        }
    }

    /** One request that is sent again and again. */
    private record Load(URI server, String path, String body) {

        /** Each connection sends its next request as soon as it has an answer. */
        Figures closed(int connections) throws Exception {
            return run(connections, TimeUnit.SECONDS.toNanos(SECONDS), 0, 0, new AtomicBoolean(true));
        }

        /** The same, but a connection waits for as long as the server asks for after a 503. */
        Figures patient(int connections) throws Exception {
            return run(connections, TimeUnit.SECONDS.toNanos(SECONDS), 0, 1_000, new AtomicBoolean(true));
        }

        /** Requests are due at this rate; a latency counts from when its request was due. */
        Figures open(double perSecond) throws Exception {
            return run(OPEN_CONNECTIONS, TimeUnit.SECONDS.toNanos(SECONDS), perSecond, 0, new AtomicBoolean(true));
        }

        /** For as long as the work in the background takes. */
        Figures open(double perSecond, Background background) throws Exception {
            AtomicBoolean done = new AtomicBoolean();
            Background watch = new Background(1, stop -> {
                background.join();
                done.set(true);
            });
            Figures figures = run(OPEN_CONNECTIONS, 0, perSecond, 0, done);
            watch.end();
            return figures;
        }

        void call(AtomicBoolean stop, AtomicLong answered) throws IOException {
            try (Wire wire = new Wire(server)) {
                while (!stop.get()) {
                    if (wire.post(path, "application/json", body).status() == 200) {
                        answered.incrementAndGet();
                    }
                }
            }
        }

        private Figures run(int connections, long nanos, double perSecond, long pauseMillis, AtomicBoolean done)
                throws Exception {
            List<LongStream.Builder> answered = new ArrayList<>();
            List<LongStream.Builder> refused = new ArrayList<>();
            AtomicLong others = new AtomicLong();
            AtomicLong next = new AtomicLong();
            long start = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                answered.add(LongStream.builder());
                refused.add(LongStream.builder());
            }
            AtomicLong number = new AtomicLong();
            Background all = new Background(connections, stop -> {
                int own = (int) number.getAndIncrement();
                try (Wire wire = new Wire(server)) {
                    while (!done.get() || System.nanoTime() - start < nanos) {
                        long due = perSecond == 0
                                ? System.nanoTime()
                                : start + (long) (next.getAndIncrement() * 1e9 / perSecond);
                        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                            LockSupport.parkNanos(wait);
                        }
                        int status = wire.post(path, "application/json", body).status();
                        long latency = System.nanoTime() - due;
                        if (status == 200) {
                            answered.get(own).add(latency);
                        } else if (status == 503) {
                            refused.get(own).add(latency);
                            TimeUnit.MILLISECONDS.sleep(pauseMillis);
                        } else {
                            others.incrementAndGet();
                        }
                    }
                } catch (IOException e) {
                    others.incrementAndGet();
                }
            });
            all.join();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Figures(sorted(answered), sorted(refused), others.intValue(), seconds);
        }

        private static long[] sorted(List<LongStream.Builder> parts) {
            long[] all = parts.stream().flatMapToLong(LongStream.Builder::build).toArray();
            Arrays.sort(all);
            return all;
        }
    }

    /** Work that may fail. */
    private interface Work {
        void run(AtomicBoolean stop) throws IOException, InterruptedException;
    }

    /** Threads that do the same until they are told to stop. */
    private static final class Background {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Background(int count, Work work) {
            for (int i = 0; i < count; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        work.run(stop);
                    } catch (IOException | InterruptedException e) {
                        System.out.println(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
        }

        void join() throws InterruptedException {
            for (Thread thread : threads) {
                thread.join();
            }
        }

        void end() throws InterruptedException {
            stop.set(true);
            join();
        }
    }
}
