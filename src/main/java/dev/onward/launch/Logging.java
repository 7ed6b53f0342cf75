package dev.onward.launch;

import dev.onward.settings.Settings.LogLevel;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * One line an entry: on standard error, and the access log, which is for programs, as it is on standard output. Only here: in a foreign
 * container, logging is the container's.
 */
final class Logging {

    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    /** Held, since the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("org.thymeleaf"));

    private static final Logger ACCESS = Logger.getLogger("dev.onward.access");

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
        // Libraries are worth hearing only when something is wrong, or is being looked for. At FINE, Jetty writes down
        // what it reads: bodies and keys.
        LIBRARIES.forEach(library -> library.setLevel(
                switch (level) {
                    case ERROR -> Level.SEVERE;
                    case WARNING, INFO -> Level.WARNING;
                    case DEBUG -> Level.INFO;
                }));
        // It has a switch of its own, and so does not fall silent with the rest.
        ACCESS.setLevel(level == LogLevel.DEBUG ? Level.FINE : Level.INFO);
        ACCESS.setUseParentHandlers(false);
        ACCESS.addHandler(new BareLines());
    }

    /** Messages as they are, each sent at once. */
    private static final class BareLines extends StreamHandler {

        BareLines() {
            super(System.out, new Bare());
            setLevel(Level.ALL);
            try {
                setEncoding("UTF-8");
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every Java platform has UTF-8", e);
            }
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            super.publish(entry);
            flush();
        }
    }

    private static final class Bare extends Formatter {

        @Override
        public String format(LogRecord entry) {
            return entry.getMessage() + "\n";
        }
    }
}
