package dev.onward.openapi;

/**
 * What callers may do without more ado.
 *
 * @param keyed whether predictions are only for those who show an API key
 * @param metrics who may read the metrics
 */
public record Access(boolean keyed, Metrics metrics) {

    /** Who may read the metrics. */
    public enum Metrics {
        ANYONE,
        KEYED,
        NOBODY
    }

    /** Everything is for everyone. */
    public static final Access OPEN = new Access(false, Metrics.ANYONE);
}
