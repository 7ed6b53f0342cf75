package dev.onward.http.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends a body in parts, each when the connection can take it. In between, no thread is held. */
final class Transmission implements WriteListener {

    private static final int MAX_PART = 32 * 1024;

    private final InputStream content;
    private final ServletOutputStream out;
    private final AsyncContext async;
    private final TransmissionListener listener;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final byte[] part;

    private Transmission(
            InputStream content,
            long length,
            ServletOutputStream out,
            AsyncContext async,
            TransmissionListener listener) {
        this.content = content;
        this.part = new byte[(int) Math.min(length, MAX_PART)];
        this.out = out;
        this.async = async;
        this.listener = listener;
    }

    /** Sends a body. A container calls the listener only after the thread of the request has returned. */
    static void start(
            InputStream content,
            long length,
            ServletOutputStream out,
            AsyncContext async,
            TransmissionListener listener) {
        // The server limits the time by the pace of the client.
        async.setTimeout(0);
        out.setWriteListener(new Transmission(content, length, out, async, listener));
    }

    @Override
    public void onWritePossible() throws IOException {
        // The container may use the part until it is ready again.
        while (out.isReady()) {
            int count = content.readNBytes(part, 0, part.length);
            if (count == 0) {
                if (isOver.compareAndSet(false, true)) {
                    listener.sent();
                    async.complete();
                }
                return;
            }
            out.write(part, 0, count);
        }
    }

    /** Called after a failure of the connection, or of {@link #onWritePossible}. */
    @Override
    public void onError(Throwable failure) {
        if (isOver.compareAndSet(false, true)) {
            listener.failed(failure);
            async.complete();
        }
    }
}
