package dev.onward.ops;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What scraping costs the requests beside it: turns with and without it follow each other in one run, and the figures
 * are the medians of the ratios of such pairs. Prints and asserts nothing: machines differ.
 */
@Tag("bench")
class ScrapeBenchmark {

    private static final int PAIRS = 60;
    private static final int REQUESTS = 1_000;

    /** As often as 150 servers of Prometheus would by default. */
    private static final int SCRAPES_PER_SECOND = 10;

    @Test
    void comparesWithNobodyScraping() throws InterruptedException {
        try (OnwardProcess server = OnwardProcess.serve(List.of("-XX:TieredStopAtLevel=4"), Map.of())) {
            Http http = Http.to(server);
            for (int turn = 0; turn < PAIRS / 4; turn++) {
                turn(http);
            }
            compare(http);
        }
    }

    private static void compare(Http http) throws InterruptedException {
        AtomicBoolean on = new AtomicBoolean();
        AtomicInteger scrapes = new AtomicInteger();
        Thread scraper = new Thread(() -> scrape(http, on, scrapes));
        scraper.start();
        List<long[]> without = new ArrayList<>();
        List<long[]> with = new ArrayList<>();
        try {
            for (int pair = 0; pair < PAIRS; pair++) {
                // Who goes first changes, since what warms up favours the second.
                for (boolean scraped : pair % 2 == 0 ? new boolean[] {false, true} : new boolean[] {true, false}) {
                    on.set(scraped);
                    (scraped ? with : without).add(turn(http));
                }
            }
        } finally {
            scraper.interrupt();
            scraper.join();
        }
        System.out.printf(
                Locale.ROOT,
                "%d scrapes a second (%d in all): half of the requests %.3f, 99 of 100 %.3f, all together %.3f times as long%n",
                SCRAPES_PER_SECOND,
                scrapes.get(),
                ratio(with, without, turn -> turn[REQUESTS / 2]),
                ratio(with, without, turn -> turn[REQUESTS * 99 / 100]),
                ratio(with, without, turn -> Arrays.stream(turn).sum()));
    }

    private static void scrape(Http http, AtomicBoolean on, AtomicInteger scrapes) {
        try {
            while (true) {
                Thread.sleep(1_000 / SCRAPES_PER_SECOND);
                if (on.get() && http.get("/metrics").status() == 200) {
                    scrapes.incrementAndGet();
                }
            }
        } catch (InterruptedException | IllegalStateException e) {
            // It is over.
        }
    }

    /** How long each of the requests of a turn took, in nanoseconds, the shortest first. */
    private static long[] turn(Http http) {
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long begun = System.nanoTime();
            if (http.postJson("/predict", BankNotes.GENUINE).status() != 200) {
                throw new IllegalStateException("a prediction failed");
            }
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static double ratio(List<long[]> with, List<long[]> without, ToDoubleFunction<long[]> figure) {
        double[] ratios = new double[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            ratios[pair] = figure.applyAsDouble(with.get(pair)) / figure.applyAsDouble(without.get(pair));
        }
        Arrays.sort(ratios);
        return ratios[PAIRS / 2];
    }
}
