package dev.onward.launch;

import dev.onward.settings.Settings.LogLevel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Configures logging: one line per entry on standard error, and the access log, which is meant for programs,
 * unformatted on standard output. In a servlet container the container configures logging.
 */
final class Logging {

    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    /** Referenced here because the log manager drops loggers, with their levels, that nothing references. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("org.thymeleaf"));

    /** These report each Host header that is not valid, or not the only one; such a request is in the access log. */
    private static final List<Logger> HOSTS = List.of(
            Logger.getLogger("org.eclipse.jetty.util.HostPort"), Logger.getLogger("org.eclipse.jetty.http.HttpParser"));

    private static final Logger ACCESS = Logger.getLogger("dev.onward.access");

    private Logging() {}

    /** Returns what writes the last lines of the access log. */
    static AutoCloseable configure(LogLevel level) {
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
        // Never FINE for libraries: Jetty would log what it reads, including bodies and keys.
        LIBRARIES.forEach(library -> library.setLevel(
                switch (level) {
                    case ERROR -> Level.SEVERE;
                    case WARNING, INFO -> Level.WARNING;
                    case DEBUG -> Level.INFO;
                }));
        HOSTS.forEach(hosts -> hosts.setLevel(Level.SEVERE));
        // The access log has its own setting and does not depend on the level.
        ACCESS.setLevel(level == LogLevel.DEBUG ? Level.FINE : Level.INFO);
        ACCESS.setUseParentHandlers(false);
        AccessLogHandler handler = AccessLogHandler.start(new FileOutputStream(FileDescriptor.out));
        ACCESS.addHandler(handler);
        return handler::close;
    }
}
