package dev.onward.deploy;

import java.time.Duration;
import java.util.function.BooleanSupplier;

final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Patience() {}

    /** Returns as soon as something is so; throws if that does not come to be. */
    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("expected that " + what);
            }
            pause(50);
        }
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
