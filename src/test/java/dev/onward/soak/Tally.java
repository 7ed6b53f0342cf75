package dev.onward.soak;

import dev.onward.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the outcomes of one kind of requests, and keeps the latencies of right answers. Thread-safe. */
final class Tally {

    private static final int MAX_FAULTS = 10;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final String name;
    private final SortedMap<String, Integer> right = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long[] latencies = new long[1_024];
    private int answered;
    private int refused;
    private int cutShort;
    private int unanswered;
    private int wrong;

    Tally(String name) {
        this.name = name;
    }

    /** True for a deliberate refusal: 503 with the time after which to try again. */
    static boolean isRefusal(Wire.Answer answer) {
        return answer.status() == SERVICE_UNAVAILABLE && answer.headers().containsKey("retry-after");
    }

    String name() {
        return name;
    }

    /**
     * Counts an answer that was right.
     *
     * @param variant which of the right answers, such as a version or a status
     */
    synchronized void right(String variant, long nanos) {
        right.merge(variant, 1, Integer::sum);
        keep(nanos);
    }

    private void keep(long nanos) {
        if (answered == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * answered);
        }
        latencies[answered++] = nanos;
    }

    /** Counts a 503 that says when to try again. */
    synchronized void refused() {
        refused++;
    }

    /** Counts a request that the server gives up because it stops: with 400 or 408, or in the middle of a long answer. */
    synchronized void cutShort() {
        cutShort++;
    }

    /** Counts a connection that ended before the first byte of an answer. */
    synchronized void unanswered() {
        unanswered++;
    }

    /** Counts an answer that is wrong or incomplete, or has an unexpected status. */
    synchronized void wrong(String fault) {
        wrong++;
        if (faults.size() < MAX_FAULTS) {
            faults.add(name + ": " + (fault.length() > 300 ? fault.substring(0, 300) + "…" : fault));
        }
    }

    synchronized int answered() {
        return answered;
    }

    synchronized int refusals() {
        return refused;
    }

    synchronized int cutShortCount() {
        return cutShort;
    }

    synchronized int unansweredCount() {
        return unanswered;
    }

    /** The number of right answers of each variant. */
    synchronized SortedMap<String, Integer> variants() {
        return new TreeMap<>(right);
    }

    synchronized int wrongCount() {
        return wrong;
    }

    /** The first faults. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The times until right answers, in nanoseconds, ascending. */
    synchronized long[] latencies() {
        long[] all = Arrays.copyOf(latencies, answered);
        Arrays.sort(all);
        return all;
    }

    /** A percentile of these times in milliseconds; NaN if there are none. */
    double percentileMillis(int percent) {
        long[] all = latencies();
        return all.length == 0 ? Double.NaN : all[(int) ((all.length - 1L) * percent / 100)] / 1e6;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Adds the counts of another. */
    void add(Tally other) {
        long[] added = other.latencies();
        synchronized (this) {
            refused += other.refusals();
            cutShort += other.cutShortCount();
            unanswered += other.unansweredCount();
            wrong += other.wrongCount();
            other.variants().forEach((variant, count) -> right.merge(variant, count, Integer::sum));
            other.faults().stream().limit(MAX_FAULTS - faults.size()).forEach(faults::add);
            Arrays.stream(added).forEach(this::keep);
        }
    }
}
