package dev.onward.settings;

import java.util.Optional;
import java.util.function.Supplier;

/** Ends the process after an OutOfMemoryError, which may have made any thread fail at any place. */
public final class OutOfMemory {

    private OutOfMemory() {}

    /**
     * Ends the process if the heap is used up and the launcher has set how to. Otherwise returns: in the image, the JVM
     * ends by itself. Direct buffers are limited separately, and only their own request fails.
     *
     * @param end the value of {@link ContextAttributes#OUT_OF_MEMORY}
     */
    public static void endIfCauseOf(Throwable thrown, Supplier<Optional<Object>> end) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    && !String.valueOf(cause.getMessage()).startsWith("Cannot reserve")
                    && end.get().orElse(null) instanceof Runnable process) {
                process.run();
            }
        }
    }
}
