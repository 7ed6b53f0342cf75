package dev.onward.launch.jetty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A demand for more of a request's body. If nothing arrives in time, the request fails, which satisfies the demand. The
 * request never fails while this class or the callback uses it: Jetty 12.1.12 then releases the buffer that a
 * simultaneous demand or read uses.
 */
final class TimedDemand implements Invocable.Task {

    private final Request request;
    private final Runnable callback;
    private boolean isDemanded;
    private boolean isExpired;
    private boolean isOver;
    private Scheduler.@Nullable Task timeout;

    private TimedDemand(Request request, Runnable callback) {
        this.request = request;
        this.callback = callback;
    }

    /** @param callback run once, when there is something to read, a failure at least */
    static void start(Request request, Runnable callback, long maxNanos) {
        TimedDemand demand = new TimedDemand(request, callback);
        demand.timeout =
                request.getComponents().getScheduler().schedule(demand::expire, maxNanos, TimeUnit.NANOSECONDS);
        request.demand(demand);
        demand.demanded();
    }

    private synchronized void demanded() {
        isDemanded = true;
        failIfExpired();
    }

    private synchronized void expire() {
        isExpired = true;
        failIfExpired();
    }

    private void failIfExpired() {
        if (isExpired && isDemanded && !isOver) {
            request.fail(new TimeoutException(PacedRequest.TOO_SLOW));
        }
    }

    @Override
    public void run() {
        synchronized (this) {
            isOver = true;
        }
        if (timeout != null) {
            timeout.cancel();
        }
        callback.run();
    }

    @Override
    public InvocationType getInvocationType() {
        return Invocable.getInvocationType(callback);
    }
}
