package dev.onward.launch.jetty;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lengthens time limits at random, so that the limits of hundreds of clients that connected at the same time do not
 * expire at the same time: their threads would take the processors from all others for a tenth of a second.
 */
final class Jitter {

    private static final int FRACTION = 8;

    private Jitter() {}

    /** Returns a duration that is longer by up to an eighth. */
    static Duration added(Duration duration) {
        return duration.plusNanos(ThreadLocalRandom.current().nextLong(duration.toNanos() / FRACTION + 1));
    }
}
