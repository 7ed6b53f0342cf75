package dev.onward.http.body;

import dev.onward.table.Words;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** A body, as sent or inflated, that is limited in length and draws from the memory of its request as it is read. */
final class LimitedBody extends BodyFilter {

    private static final long COMMAS = Words.of(',');
    private static final long SEMICOLONS = Words.of(';');
    private static final long TABS = Words.of('\t');

    private final long limit;
    private final HeapUse use;
    private final MemoryBudget.Share memory;
    private long count;
    private long values;
    private long drawn;

    /** @param limit in bytes; reading more fails with 413 */
    LimitedBody(InputStream body, long limit, HeapUse use, MemoryBudget.Share memory) {
        super(body);
        this.limit = limit;
        this.use = use;
        this.memory = memory;
    }

    static BodyException tooLarge(long limit) {
        return new BodyException(413, "expected a body of at most " + limit + " bytes, got more");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = readOrThrow(buffer, offset, length);
        count += Math.max(0, read);
        if (count > limit) {
            throw tooLarge(limit);
        }
        if (use.perValue() > 0) {
            values += separators(buffer, offset, read);
        }
        long held = use.of(count, values);
        if (held - drawn >= MemoryBudget.STEP) {
            memory.draw(held - drawn);
            drawn = held;
        }
        return read;
    }

    /** Counts the separators, eight bytes at a time: there may be one for every few bytes. */
    static int separators(byte[] buffer, int offset, int length) {
        int separators = 0;
        int end = offset + length;
        int i = offset;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = Words.read(buffer, i);
            // A byte that is not ASCII is never a separator, whatever its lower bits are.
            long ascii = word & Words.LOW_BITS;
            long matches = Words.matches(ascii, COMMAS) | Words.matches(ascii, SEMICOLONS) | Words.matches(ascii, TABS);
            separators += Long.bitCount(matches & ~word);
        }
        for (; i < end; i++) {
            separators += buffer[i] == ',' || buffer[i] == ';' || buffer[i] == '\t' ? 1 : 0;
        }
        return separators;
    }

    private int readOrThrow(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (ZipException | EOFException e) {
            throw new BodyException(
                    400, "expected a compressed body, got one that is truncated or contains other data");
        } catch (StackOverflowError e) {
            // GZIPInputStream recurses for each member of a body.
            throw new BodyException(400, "the compressed body has too many gzip members");
        }
    }

    /** Returns 0 for a body that is inflated, because the inflater may have to wait for more than is available. */
    @Override
    public int available() throws IOException {
        return in instanceof InflaterInputStream ? 0 : in.available();
    }

    /** Frees the native memory of an inflater. */
    @Override
    public void close() throws IOException {
        in.close();
    }
}
