package dev.onward.serving;

import dev.onward.compute.BulkLane;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import dev.onward.compute.OverloadedException;
import dev.onward.compute.RunKind;
import dev.onward.details.ExplanationLimit;
import dev.onward.http.RequestContext;
import dev.onward.http.body.TransferListener;
import dev.onward.http.body.WouldBlockException;
import dev.onward.repository.RunTimes;
import dev.onward.runtime.RunPermits;
import java.time.Duration;
import java.util.Optional;

/**
 * The work of one request. Each run of the model holds a compute permit. A file, an upload or a large body has a place
 * in the bulk lane, from the start if the request declares it, else from when its body has become large. Each slice of
 * its explanations has a place among those of all requests.
 */
final class RequestWork implements TransferListener, RunPermits, ExplanationLimit, AutoCloseable {

    private final RequestContext request;
    private final ComputePermits.Runs runs;
    private final RunTimes times;
    private final BulkLane lane;
    private final ExplanationLane explanations;
    private boolean hasExplained;
    private int rowsBegun;
    private Optional<BulkLane.Place> place = Optional.empty();
    private long bytesRead;
    private boolean closed;

    private RequestWork(
            RequestContext request,
            ComputePermits.Runs runs,
            RunTimes times,
            BulkLane lane,
            ExplanationLane explanations) {
        this.request = request;
        this.runs = runs;
        this.times = times;
        this.lane = lane;
        this.explanations = explanations;
    }

    /**
     * Begins the work of a request.
     *
     * @throws dev.onward.compute.OverloadedException if it is a prediction without prospect of a permit or a place
     */
    static RequestWork begin(
            RequestContext request,
            ComputePermits.Runs runs,
            RunTimes times,
            BulkLane lane,
            ExplanationLane explanations) {
        RequestWork work = new RequestWork(request, runs, times, lane, explanations);
        if (request.record().isPrediction()) {
            if (request.isBulk()) {
                runs.admitBulk();
                work.enterLane();
            } else if (!runs.tryAdmit()) {
                request.beforeBlocking();
                runs.admit();
            }
            request.body().observe(work);
        }
        return work;
    }

    private void enterLane() {
        request.beforeBlocking();
        runs.pause();
        place = Optional.of(lane.enter());
    }

    @Override
    public void beforeTransfer() {
        pause();
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
    public RunPermits.Permit acquire(int rows) {
        place.ifPresent(BulkLane.Place::pause);
        RunKind kind = place.isPresent() ? RunKind.BULK : RunKind.of(rows);
        rowsBegun += rows;
        ComputePermits.Permit permit = permit(kind);
        long start = System.nanoTime();
        return () -> {
            permit.close();
            long nanos = System.nanoTime() - start;
            request.record().addRun(nanos);
            if (kind == RunKind.FEW_ROWS) {
                times.add(nanos);
            }
            place.ifPresent(BulkLane.Place::resume);
        };
    }

    private ComputePermits.Permit permit(RunKind kind) {
        if (request.mayBlock()) {
            return runs.acquire(kind);
        }
        if (kind != RunKind.FEW_ROWS || RunKind.of(rowsBegun) != RunKind.FEW_ROWS) {
            throw new WouldBlockException();
        }
        return runs.tryAcquire(kind).orElseThrow(WouldBlockException::new);
    }

    /**
     * Moves the request to the bulk lane: an explained prediction is many times as long as a plain one, so that writing
     * it would take the processors from plain predictions.
     */
    void beginExplanations() {
        request.beforeBlocking();
        if (place.isEmpty()) {
            enterLane();
        }
    }

    /**
     * Waits for a place among the explanations, for a processor of the bulk lane, and for a compute permit if they are
     * computed outside of the model's runs, each of which has its own. Explanations share the processors of the bulk
     * lane, so that together with files they leave the others to plain predictions. The permit is awaited with a
     * processor in hand: in the other order, the few permits would be idle while their holders wait for processors.
     */
    @Override
    public ExplanationLimit.Permit acquire(boolean isExact) {
        request.beforeBlocking();
        pause();
        ExplanationLane.Place explaining;
        try {
            explaining = explanations.enter(hasExplained);
        } finally {
            resume();
        }
        hasExplained = true;
        if (!isExact) {
            return explaining::close;
        }
        try {
            ComputePermits.Permit permit = runs.acquire(place.isPresent() ? RunKind.BULK : RunKind.MANY_ROWS);
            return () -> {
                permit.close();
                explaining.close();
            };
        } catch (OverloadedException e) {
            explaining.close();
            throw e;
        }
    }

    /** Returns the same work for details without which the request is answered. */
    OptionalWork optional(Duration maxTime) {
        return new OptionalWork(this, maxTime);
    }

    /** Waits for a place among the explanations; empty if none becomes available within this time. */
    Optional<ExplanationLane.Place> tryExplain(Duration maxWait) {
        request.beforeBlocking();
        pause();
        try {
            return explanations.tryEnter(maxWait);
        } finally {
            resume();
        }
    }

    /** Waits for a permit for a run; empty if none becomes available within this time. */
    Optional<RunPermits.Permit> tryRun(Duration maxWait) {
        request.beforeBlocking();
        return runs.tryAcquire(maxWait).map(permit -> {
            long start = System.nanoTime();
            return () -> {
                permit.close();
                request.record().addRun(System.nanoTime() - start);
            };
        });
    }

    @Override
    public void expectNumbers(long numbers) {
        request.body().expectDetails(numbers);
    }

    @Override
    public void count(int computed, int failed) {
        request.record().addExplanations(computed, failed);
    }

    private void pause() {
        runs.pause();
        place.ifPresent(BulkLane.Place::pause);
    }

    private void resume() {
        if (place.isPresent()) {
            place.get().resume();
        } else if (request.record().isPrediction()) {
            runs.resume();
        }
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
