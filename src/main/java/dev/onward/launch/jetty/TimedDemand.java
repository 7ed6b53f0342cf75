package dev.onward.launch.jetty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A demand for more of a request's body. If nothing arrives in time, the request fails, which satisfies the demand. The
 * callback never runs while the request is failing: a read at that moment would use a buffer that Jetty releases.
 */
final class TimedDemand implements Invocable.Task {

    private final Request request;
    private final Runnable callback;
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

    private synchronized void expire() {
        if (!isOver) {
            request.fail(new TimeoutException(PacedRequest.TOO_SLOW));
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return Invocable.getInvocationType(callback);
    }
}
