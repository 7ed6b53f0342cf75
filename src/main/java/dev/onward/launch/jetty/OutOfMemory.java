package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;

/** Ends the process after Jetty's threads have caught an OutOfMemoryError, as the application does after its own. */
final class OutOfMemory {

    private OutOfMemory() {}

    /**
     * Ends the process if the heap is used up and the launcher has said how to. Otherwise returns: the JVM of the image
     * ends by itself. Direct buffers are limited separately, and only their own request fails.
     */
    static void endIfCauseOf(Throwable thrown, ApplicationContext context) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    && !String.valueOf(cause.getMessage()).startsWith("Cannot reserve")
                    && context.attribute(ContextAttributes.OUT_OF_MEMORY).orElse(null) instanceof Runnable end) {
                end.run();
            }
        }
    }
}
