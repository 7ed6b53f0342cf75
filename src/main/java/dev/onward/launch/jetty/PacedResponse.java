package dev.onward.launch.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

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
        Write write = new Write(length, callback);
        super.write(last, bytes, write);
        write.limitTime();
    }

    /** A write that is in progress. Most are complete at once, because they fit the connection's buffers. */
    private final class Write implements Callback {

        private final int length;
        private final Callback callback;
        private final long start = System.nanoTime();
        private boolean isComplete;
        private Scheduler.@Nullable Task timeout;

        Write(int length, Callback callback) {
            this.length = length;
            this.callback = callback;
        }

        @Override
        public void succeeded() {
            complete();
            callback.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            complete();
            callback.failed(failure);
        }

        @Override
        public InvocationType getInvocationType() {
            return callback.getInvocationType();
        }

        private synchronized void complete() {
            isComplete = true;
            if (timeout != null) {
                timeout.cancel();
                allowance.waited(System.nanoTime() - start);
            }
            allowance.transferred(length, minRate);
        }

        /** Closes the connection if the write is not complete in time. */
        synchronized void limitTime() {
            if (!isComplete) {
                timeout = getRequest()
                        .getComponents()
                        .getScheduler()
                        .schedule(
                                PacedResponse.this::closeConnection,
                                allowance.remaining() + Allowance.nanos(length, minRate),
                                TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Fails the write, for which the thread of the request waits. */
    private void closeConnection() {
        getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
    }
}
