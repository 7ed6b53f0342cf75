package dev.onward.runtime;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the runtime's log while it extracts its libraries to the temporary folder. The log is the only source of
 * the error if extraction fails, and of the names of the extracted files. The runtime deletes these when the JVM exits,
 * but a container outlives its applications and a JVM may be killed; so they are deleted as soon as they are loaded,
 * where the system allows it.
 *
 * <p>The logger is shared by the JVM, where another copy of this class may be loading the runtime: they take turns, and
 * each handles the records of its own thread only.
 */
final class ExtractionLog implements Filter, AutoCloseable {

    private static final Pattern DELETED_LATER = Pattern.compile("Deleting (.+) on exit");

    private static final Logger LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

    /** A lock shared by all copies of this class that share the logger. Writing to that logger itself would lock it. */
    private static final Object LOCK = Logger.getLogger("dev.onward.unpacking");

    private final long thread = Thread.currentThread().getId();
    private final @Nullable Filter previousFilter = LOG.getFilter();
    private final @Nullable Level previousLevel = LOG.getLevel();
    private final List<File> files = new ArrayList<>();
    private @Nullable Throwable error;

    private ExtractionLog() {
        LOG.setFilter(this);
        LOG.setLevel(Level.FINE);
    }

    /**
     * Runs the loading while a log is listening. A JVM that is ended meanwhile waits until the extracted files are
     * deleted.
     *
     * @throws IllegalStateException if the JVM is being ended already
     */
    static <T> T during(Function<ExtractionLog, T> loading) {
        synchronized (LOCK) {
            CompletableFuture<Void> loaded = new CompletableFuture<>();
            Thread hook = new Thread(loaded::join, "onward-loading");
            Runtime.getRuntime().addShutdownHook(hook);
            try (ExtractionLog log = new ExtractionLog()) {
                return loading.apply(log);
            } finally {
                loaded.complete(null);
                remove(hook);
            }
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is being ended, and the hook has run or does so now.
        }
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        if (entry.getLongThreadID() != thread) {
            return previousFilter == null || previousFilter.isLoggable(entry);
        }
        if (entry.getThrown() != null) {
            error = entry.getThrown();
        }
        Matcher deleted = DELETED_LATER.matcher(String.valueOf(entry.getMessage()));
        if (deleted.matches()) {
            files.add(new File(deleted.group(1)));
        }
        return entry.getThrown() == null && entry.getLevel().intValue() >= Level.INFO.intValue();
    }

    /** The error that the runtime logged while extracting. */
    Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    /** Stops listening and deletes the extracted files; a file in use, as on Windows, is deleted when the JVM exits. */
    @Override
    public void close() {
        LOG.setFilter(previousFilter);
        LOG.setLevel(previousLevel);
        for (File file : files) {
            boolean isDeleted = file.delete();
            if (!isDeleted) {
                file.deleteOnExit();
            }
        }
    }
}
