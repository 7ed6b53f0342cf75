package dev.onward.onnx;

import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How large a model may be: its file, and those with the rest of its data. Told before anything of it is read. */
public final class SizeLimit {

    private final long limit;
    private final String origin;
    private long bytes;

    public SizeLimit(long limit, String origin) {
        this.limit = limit;
        this.origin = origin;
    }

    /**
     * For who is about to read a file.
     *
     * @param limit in bytes
     * @param origin what messages call the file
     * @throws ModelException if the file alone is too large
     */
    public static void check(Path file, long limit, String origin) throws IOException {
        new SizeLimit(limit, origin).add(Files.size(file));
    }

    /** @throws ModelException if these bytes are one too many */
    public void add(long more) {
        bytes += more;
        if (bytes > limit || bytes < 0) {
            throw new ModelException(
                    String.format(Locale.ROOT, "%s: expected at most %,d bytes, found %,d; raise the setting model-limit if the model may be that large",
                    origin, limit, bytes));
        }
    }
}
