package dev.onward.onnx;

import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Limits the total size of a model: its file and its external data. Sizes are added before anything is read. */
public final class SizeLimit {

    private final long limit;
    private final String origin;
    private long bytes;

    public SizeLimit(long limit, String origin) {
        this.limit = limit;
        this.origin = origin;
    }

    /**
     * Checks the size of a file before it is read.
     *
     * @param limit in bytes
     * @param origin the name of the file in messages
     * @throws ModelException if the file alone is too large
     */
    public static void check(Path file, long limit, String origin) throws IOException {
        new SizeLimit(limit, origin).add(Files.size(file));
    }

    /** @throws ModelException if the total exceeds the limit */
    public void add(long size) {
        bytes += size;
        if (bytes > limit || bytes < 0) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: expected at most %,d bytes, found %,d; if you trust the model, raise the setting model-limit",
                    origin,
                    limit,
                    bytes));
        }
    }
}
