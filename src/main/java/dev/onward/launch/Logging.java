package dev.onward.launch;

import dev.onward.settings.Settings.LogLevel;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line an entry on standard error. Only here: in a foreign container, logging is the container's. */
final class Logging {

    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    /** Held, since the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("org.thymeleaf"));

    private Logging() {}

    static void configure(LogLevel level) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        Level chosen =
                switch (level) {
                    case ERROR -> Level.SEVERE;
                    case WARNING -> Level.WARNING;
                    case INFO -> Level.INFO;
                    case DEBUG -> Level.FINE;
                };
        Logger root = Logger.getLogger("");
        root.setLevel(chosen);
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(chosen);
        }
        // Libraries are worth hearing only when something is wrong, or is being looked for.
        LIBRARIES.forEach(library -> library.setLevel(level == LogLevel.INFO ? Level.WARNING : chosen));
    }
}
