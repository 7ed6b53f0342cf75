package dev.onward.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose reads are reported to a listener. */
final class ObservedBody extends FilterInputStream {

    private final TransferListener listener;

    ObservedBody(InputStream body, TransferListener listener) {
        super(body);
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        listener.beforeTransfer();
        try {
            count = in.read(buffer, offset, length);
            return count;
        } finally {
            listener.afterTransfer(Math.max(0, count));
        }
    }

    @Override
    public long skip(long requested) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(requested, 8192))];
        return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }
}
