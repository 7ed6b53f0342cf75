package dev.onward.runtime;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Overhears what the runtime logs while it unpacks its libraries to the temporary folder, which it tells in no other way:
 * why it cannot, where it fails later because they are nowhere else; and which files it means to delete when the JVM ends.
 * A container goes on long after its application was taken away, and a JVM may be killed; so they go as soon as they are
 * loaded, where the system lets files in use go.
 *
 * <p>The log is that of the whole JVM, where another copy of this may be loading the runtime too: one at a time, and each hears
 * its own thread only.
 */
final class ExtractionLog implements Filter, AutoCloseable {

    private static final Pattern DELETED_LATER = Pattern.compile("Deleting (.+) on exit");

    private static final Logger LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

    /** A logger too, of which there is one for as many as share the other; whoever writes to that one locks it. */
    private static final Object TURN = Logger.getLogger("dev.onward.unpacking");

    private final long thread = Thread.currentThread().getId();
    private final @Nullable Filter filterBefore = LOG.getFilter();
    private final @Nullable Level levelBefore = LOG.getLevel();
    private final List<File> files = new ArrayList<>();
    private @Nullable Throwable fault;

    private ExtractionLog() {
        LOG.setFilter(this);
        LOG.setLevel(Level.FINE);
    }

    /** What to do while this listens. */
    static <T> T during(Function<ExtractionLog, T> loading) {
        synchronized (TURN) {
            try (ExtractionLog unpacking = new ExtractionLog()) {
                return loading.apply(unpacking);
            }
        }
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        if (entry.getLongThreadID() != thread) {
            return filterBefore == null || filterBefore.isLoggable(entry);
        }
        if (entry.getThrown() != null) {
            fault = entry.getThrown();
        }
        Matcher deleted = DELETED_LATER.matcher(String.valueOf(entry.getMessage()));
        if (deleted.matches()) {
            files.add(new File(deleted.group(1)));
        }
        return entry.getThrown() == null && entry.getLevel().intValue() >= Level.INFO.intValue();
    }

    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    /** A file that stays, as on Windows while it is in use, goes when the JVM ends. */
    @Override
    public void close() {
        LOG.setFilter(filterBefore);
        LOG.setLevel(levelBefore);
        for (File file : files) {
            boolean gone = file.delete();
            if (!gone) {
                file.deleteOnExit();
            }
        }
    }
}
