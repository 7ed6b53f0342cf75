package dev.onward.http.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is read only by arrays of bytes: single bytes and skipped bytes are read in the same way. */
abstract class BodyFilter extends FilterInputStream {

    BodyFilter(InputStream body) {
        super(body);
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final long skip(long requested) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(requested, 8192))];
        return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }
}
