package dev.onward.http.body;

import java.io.IOException;
import java.io.InputStream;

/** A body whose reads are reported to a listener. */
final class ObservedBody extends BodyFilter {

    private final TransferListener listener;

    ObservedBody(InputStream body, TransferListener listener) {
        super(body);
        this.listener = listener;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        if (in.available() == 0) {
            listener.beforeTransfer();
        }
        try {
            count = in.read(buffer, offset, length);
            return count;
        } finally {
            listener.afterTransfer(Math.max(0, count));
        }
    }
}
