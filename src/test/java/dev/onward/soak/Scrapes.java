package dev.onward.soak;

import dev.onward.Wire;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads {@code /metrics} once a second, as Prometheus does, and keeps the measures of the process. */
final class Scrapes implements AutoCloseable {

    private static final byte[] REQUEST = Wire.request("GET", "/metrics", "", new byte[0]);
    private static final double KIB = 1 << 10;
    private static final double MIB = 1 << 20;
    private static final String LOADED = "onward_model_loaded{model=\"" + SoakServer.SWAPPED + "\"";

    private final SoakServer server;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> running;
    private final Tally tally = new Tally("scrapes");
    private final Series resident = new Series();
    private final Series direct = new Series();
    private final Series threads = new Series();
    private final Series files = new Series();
    private final Series temporary = new Series();
    private final AtomicInteger replacements = new AtomicInteger();
    private String loaded = "";
    private volatile double seconds;
    private volatile boolean isStopping;

    private Scrapes(SoakServer server) {
        this.server = server;
        running = clock.scheduleAtFixedRate(this::scrape, 0, 1, TimeUnit.SECONDS);
    }

    static Scrapes start(SoakServer server) {
        return new Scrapes(server);
    }

    private void scrape() {
        long start = System.nanoTime();
        try (Wire wire = new Wire(server.url())) {
            Wire.Answer answer = wire.exchange(REQUEST);
            Map<String, Double> values = values(answer.body());
            boolean isReady = Double.valueOf(1).equals(values.get("onward_ready"));
            if (answer.status() == 200 && (isReady || isStopping)) {
                tally.right("200", System.nanoTime() - start);
                keep(values);
            } else if (isStopping && Tally.isRefusal(answer)) {
                tally.refused();
            } else {
                tally.wrong(answer.toString());
            }
        } catch (IOException e) {
            tally.unanswered();
        }
    }

    private void keep(Map<String, Double> values) {
        seconds = System.currentTimeMillis() / 1e3 - value(values, "process_start_time_seconds");
        resident.add(seconds, value(values, "process_resident_memory_bytes") / MIB);
        direct.add(seconds, value(values, "jvm_buffer_pool_used_bytes{pool=\"direct\"}") / KIB);
        threads.add(seconds, value(values, "jvm_threads_current"));
        files.add(seconds, value(values, "process_open_fds"));
        temporary.add(seconds, server.temporaryFiles().size());
        values.keySet().stream().filter(name -> name.startsWith(LOADED)).forEach(name -> {
            if (!name.equals(loaded)) {
                replacements.incrementAndGet();
                loaded = name;
            }
        });
    }

    private static Map<String, Double> values(String metrics) {
        Map<String, Double> values = new HashMap<>();
        metrics.lines()
                .filter(line -> line.startsWith("process_")
                        || line.startsWith("jvm_")
                        || line.startsWith("onward_ready")
                        || line.startsWith(LOADED))
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    values.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
                });
        return values;
    }

    private static double value(Map<String, Double> values, String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + " in " + values.keySet());
        }
        return value;
    }

    /** From now on, the server need not be ready. */
    void expectStop() {
        isStopping = true;
    }

    Tally tally() {
        return tally;
    }

    /** How often another version of the replaced model was loaded than a second before. */
    int replacements() {
        return replacements.get();
    }

    /** The time of the last scrape, in seconds since the start of the process. */
    double seconds() {
        return seconds;
    }

    /** The measures that must not grow. */
    List<Gauge> gauges() {
        return List.of(
                new Gauge("resident memory, MiB", resident, 0),
                // Jetty keeps idle buffers, up to an eighth of the maximum heap; they become more very slowly.
                new Gauge("direct memory, KiB", direct, 2_048),
                new Gauge("threads", threads, 4),
                new Gauge("open files", files, 10),
                new Gauge("temporary files", temporary, 2));
    }

    void stop() throws InterruptedException {
        close();
        if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a scrape was never answered");
        }
    }

    @Override
    public void close() {
        boolean hasFailed = running.isDone() && !running.isCancelled();
        running.cancel(false);
        clock.shutdown();
        if (hasFailed) {
            throw new IllegalStateException("a scrape failed: " + running);
        }
    }
}
