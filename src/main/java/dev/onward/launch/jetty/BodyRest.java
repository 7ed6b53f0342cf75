package dev.onward.launch.jetty;

import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads and drops the rest of a body after the response, without holding a thread. A client that is still sending would
 * not see the response if the connection was closed at once.
 */
final class BodyRest implements Invocable.Task {

    private static final Duration MAX_TIME = Duration.ofSeconds(2);

    /** The time after which a client that sends nothing more is not waited for. */
    private static final Duration MAX_PAUSE = Duration.ofMillis(500);

    private final Request request;
    private final Runnable completed;
    private final long end = System.nanoTime() + MAX_TIME.toNanos();
    private long remaining;

    /**
     * @param limit in bytes
     * @param completed run when all has been read that will be
     */
    BodyRest(Request request, long limit, Runnable completed) {
        this.request = request;
        this.remaining = limit;
        this.completed = completed;
    }

    /** Called again when more has arrived, or after a timeout. */
    @Override
    public void run() {
        while (remaining > 0) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                break;
            }
            remaining -= chunk.remaining();
            boolean isLast = chunk.isLast();
            chunk.release();
            if (isLast) {
                break;
            }
        }
        completed.run();
    }

    private void awaitMore() {
        long nanos = Math.max(0, Math.min(MAX_PAUSE.toNanos(), end - System.nanoTime()));
        TimedDemand.start(request, this, nanos);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
