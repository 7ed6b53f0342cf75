package dev.onward.http;

import java.util.Optional;

/**
 * The record of a request for the access log and the metrics, made by those who handle it. For the thread that answers
 * the request.
 */
public final class RequestRecord {

    private final long start = System.nanoTime();
    private Optional<ModelName> model = Optional.empty();
    private Optional<String> key = Optional.empty();
    private boolean prediction;
    private boolean truncated;
    private long rows;
    private long runNanos;
    private long explained;
    private long unexplained;

    RequestRecord() {}

    /** The model that a request used. */
    public record ModelName(String name, String version) {}

    public void setModel(String name, String version) {
        model = Optional.of(new ModelName(name, version));
    }

    /** The model that the request used; empty if it used none. */
    public Optional<ModelName> model() {
        return model;
    }

    void setKey(String name) {
        key = Optional.of(name);
    }

    /** The name of the API key that was sent. */
    public Optional<String> key() {
        return key;
    }

    void setPrediction() {
        prediction = true;
    }

    /** Returns whether the request counts as a prediction, even if it failed. */
    public boolean isPrediction() {
        return prediction;
    }

    void setTruncated() {
        truncated = true;
    }

    /** Returns whether the response was truncated after its first bytes. */
    public boolean isTruncated() {
        return truncated;
    }

    public void setRows(long predicted) {
        rows = predicted;
    }

    /** The number of rows that were predicted. */
    public long rows() {
        return rows;
    }

    /** Adds to the time during which the model ran for this request. */
    public void addRun(long nanos) {
        runNanos += nanos;
    }

    /** Forgets the runs so far, because another thread handles the request from the start. */
    void forgetRuns() {
        runNanos = 0;
    }

    /** The time during which the model ran, in nanoseconds; 0 if it did not. */
    public long runNanos() {
        return runNanos;
    }

    /**
     * Adds to the numbers of rows that were explained, and for which there is no explanation though one was requested.
     */
    public void addExplanations(long rowsExplained, long rowsFailed) {
        explained += rowsExplained;
        unexplained += rowsFailed;
    }

    /** The number of rows that were explained. */
    public long explained() {
        return explained;
    }

    /** The number of rows for which no explanation could be computed. */
    public long unexplained() {
        return unexplained;
    }

    /** The time since the request arrived, in nanoseconds. */
    long nanos() {
        return System.nanoTime() - start;
    }
}
