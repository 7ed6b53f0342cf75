package dev.onward.http.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The disk where uploads and responses are stored temporarily. Thread-safe. */
public final class SpoolDisk {

    /** The time for which a full disk is reported after the last request that failed because of it. */
    private static final Duration REPORTED = Duration.ofMinutes(5);

    private static final long MIN_FREE_BYTES = 1 << 20;

    private final Path folder;
    private volatile Optional<Long> lastFailure = Optional.empty();

    public SpoolDisk(Path folder) {
        this.folder = folder;
    }

    /** Records the status of a response, from which it follows whether the disk was full. */
    public void recordStatus(int status) {
        if (status == StorageException.STATUS) {
            lastFailure = Optional.of(System.nanoTime());
        }
    }

    /** Returns the space that this process may use, in bytes; empty if it is unknown. */
    public OptionalDouble freeBytes() {
        try {
            return OptionalDouble.of((double) Files.getFileStore(folder).getUsableSpace());
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }

    /** Returns a description of the problem with the disk, for operators; empty if the disk is usable. */
    public Optional<String> problem() {
        OptionalDouble free = freeBytes();
        if (free.isEmpty()) {
            return Optional.of("the spool folder " + folder + " cannot be read");
        }
        boolean failed = lastFailure
                .filter(time -> System.nanoTime() - time < REPORTED.toNanos())
                .isPresent();
        return failed || free.getAsDouble() < MIN_FREE_BYTES
                ? Optional.of("the disk that holds the spool folder " + folder + " is full or was full within the last "
                        + REPORTED.toMinutes() + " minutes; " + (long) free.getAsDouble() + " bytes are free now")
                : Optional.empty();
    }
}
