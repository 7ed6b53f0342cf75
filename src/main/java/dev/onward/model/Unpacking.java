package dev.onward.model;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 */
final class Unpacking implements Filter, AutoCloseable {

    private static final Pattern DELETED_LATER = Pattern.compile("Deleting (.+) on exit");

    private final Logger log = Logger.getLogger("ai.onnxruntime.OnnxRuntime");
    private final @Nullable Filter filterBefore = log.getFilter();
    private final @Nullable Level levelBefore = log.getLevel();
    private final List<File> files = new ArrayList<>();
    private @Nullable Throwable fault;

    Unpacking() {
        log.setFilter(this);
        log.setLevel(Level.FINE);
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
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
        log.setFilter(filterBefore);
        log.setLevel(levelBefore);
        for (File file : files) {
            boolean gone = file.delete();
            if (!gone) {
                file.deleteOnExit();
            }
        }
    }
}
