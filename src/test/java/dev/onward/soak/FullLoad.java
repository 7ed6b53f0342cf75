package dev.onward.soak;

import dev.onward.Patience;
import java.util.ArrayList;
import java.util.List;

/**
 * All kinds of load at once: predictions in all formats and garbage, slow senders, large files, a model that is
 * replaced, scrapes.
 */
final class FullLoad implements AutoCloseable {

    /** The malformed requests, as a share of the predictions. */
    private static final double GARBAGE_SHARE = 0.01;

    private final Predictions predictions;
    private final Garbage garbage;
    private final FileUploads files;
    private final SlowSenders slow;
    private final Replacements replacements;
    private final Scrapes scrapes;

    private FullLoad(SoakServer server, double perSecond, long megabytes) {
        this.slow = SlowSenders.start(server.url());
        this.files = FileUploads.start(server.url(), megabytes);
        this.replacements = Replacements.start(server);
        this.scrapes = Scrapes.start(server);
        this.garbage = Garbage.start(server.url(), GARBAGE_SHARE * perSecond);
        this.predictions = Predictions.open(server.url(), perSecond);
    }

    /**
     * Starts it.
     *
     * @param perSecond the rate of the predictions
     * @param megabytes the size of each file
     */
    static FullLoad on(SoakServer server, double perSecond, long megabytes) {
        return new FullLoad(server, perSecond, megabytes);
    }

    /** Returns as soon as all kinds of requests are under way, or have been answered. */
    void awaitEverything() {
        Patience.await(
                () -> predictions.hasAnswers() && slow.areConnected() && files.sentBytes() > 0,
                "everything is under way");
    }

    /** Lets each request end. */
    void stop() throws InterruptedException {
        close();
        predictions.stop();
        garbage.stop();
        slow.stop();
        files.stop();
        scrapes.stop();
    }

    Predictions predictions() {
        return predictions;
    }

    Replacements replacements() {
        return replacements;
    }

    Scrapes scrapes() {
        return scrapes;
    }

    /** Of each kind of request. */
    List<Tally> tallies() {
        List<Tally> all = new ArrayList<>(predictions.tallies());
        all.addAll(List.of(garbage.tally(), files.tally(), slow.tally(), scrapes.tally()));
        return all;
    }

    /** How often nothing listened. */
    int refusedConnections() {
        return predictions.refusedConnections()
                + garbage.refusedConnections()
                + files.refusedConnections()
                + slow.refusedConnections();
    }

    /** From now on, the server may give up bodies that it has not received, with 400 or 408, and need not be ready. */
    void expectStop() {
        scrapes.expectStop();
        slow.expectStop();
        files.expectStop();
    }

    @Override
    public void close() {
        predictions.close();
        garbage.close();
        files.close();
        slow.close();
        replacements.close();
        scrapes.close();
    }
}
