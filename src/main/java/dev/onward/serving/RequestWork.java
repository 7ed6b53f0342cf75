package dev.onward.serving;

import dev.onward.compute.BulkLane;
import dev.onward.compute.ComputePermits;
import dev.onward.http.RequestContext;
import dev.onward.http.body.TransferListener;
import dev.onward.runtime.RunPermits;
import java.util.Optional;

/**
 * The work of one request. Each run of the model holds a compute permit. A file, an upload or a large body has a place
 * in the bulk lane, from the start if the request declares it, else from when its body has become large.
 */
final class RequestWork implements TransferListener, RunPermits, AutoCloseable {

    private final RequestContext request;
    private final ComputePermits.Runs runs;
    private final BulkLane lane;
    private Optional<BulkLane.Place> place = Optional.empty();
    private long bytesRead;
    private boolean closed;

    private RequestWork(RequestContext request, ComputePermits.Runs runs, BulkLane lane) {
        this.request = request;
        this.runs = runs;
        this.lane = lane;
    }

    /**
     * Begins the work of a request.
     *
     * @throws dev.onward.compute.OverloadedException if it is a prediction without prospect of a permit or a place
     */
    static RequestWork begin(RequestContext request, ComputePermits.Runs runs, BulkLane lane) {
        RequestWork work = new RequestWork(request, runs, lane);
        if (request.record().isPrediction()) {
            if (request.isBulk()) {
                runs.admitBulk();
                work.enterLane();
            } else {
                runs.admit();
            }
            request.body().observe(work);
        }
        return work;
    }

    private void enterLane() {
        runs.pause();
        place = Optional.of(lane.enter());
    }

    @Override
    public void beforeTransfer() {
        runs.pause();
        place.ifPresent(BulkLane.Place::pause);
    }

    @Override
    public void afterTransfer(int bytes) {
        bytesRead += bytes;
        if (closed) {
            return;
        }
        if (place.isPresent()) {
            place.get().resume();
        } else if (bytesRead > RequestContext.MAX_SMALL_BODY) {
            enterLane();
        } else {
            runs.resume();
        }
    }

    /** Waits for a permit. Meanwhile, and during the run, others may parse and write. */
    @Override
    public RunPermits.Permit acquire() {
        place.ifPresent(BulkLane.Place::pause);
        ComputePermits.Permit permit = runs.acquire(place.isPresent());
        long start = System.nanoTime();
        return () -> {
            permit.close();
            request.record().addRun(System.nanoTime() - start);
            place.ifPresent(BulkLane.Place::resume);
        };
    }

    @Override
    public void expectOutputs(long numbers, long texts) {
        request.body().expectOutputs(numbers, texts);
    }

    @Override
    public void close() {
        closed = true;
        runs.pause();
        place.ifPresent(BulkLane.Place::close);
    }
}
