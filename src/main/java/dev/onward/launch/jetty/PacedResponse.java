package dev.onward.launch.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** A response whose connection is closed if the client reads it too slowly. */
final class PacedResponse extends Response.Wrapper {

    private final Allowance allowance;
    private final long minRate;

    /** @param minRate in bytes per second */
    PacedResponse(Request request, Response response, Allowance allowance, long minRate) {
        super(request, response);
        this.allowance = allowance;
        this.minRate = minRate;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        int length = bytes == null ? 0 : bytes.remaining();
        if (length == 0) {
            super.write(last, bytes, callback);
            return;
        }
        long start = System.nanoTime();
        Scheduler.Task timeout = getRequest()
                .getComponents()
                .getScheduler()
                .schedule(
                        this::closeConnection,
                        allowance.remaining() + Allowance.nanos(length, minRate),
                        TimeUnit.NANOSECONDS);
        super.write(
                last,
                bytes,
                Callback.from(
                        () -> {
                            timeout.cancel();
                            allowance.waited(System.nanoTime() - start);
                            allowance.transferred(length, minRate);
                        },
                        callback));
    }

    /** Fails the write, for which the thread of the request waits. */
    private void closeConnection() {
        getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
    }
}
