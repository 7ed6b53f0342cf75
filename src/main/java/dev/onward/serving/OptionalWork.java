package dev.onward.serving;

import dev.onward.compute.ExplanationLane;
import dev.onward.details.ExplanationLimit;
import dev.onward.runtime.RunPermits;
import java.time.Duration;
import java.util.Optional;

/**
 * The work of a request for details without which it is answered, so that the response is neither refused nor delayed
 * because of them: it waits briefly, and ends when its time is over. Not in the bulk lane, which the response would not
 * leave, but its runs hold permits of bulk work.
 */
final class OptionalWork implements RunPermits, ExplanationLimit {

    /** Longer than a few slices of the explanations of others take. */
    private static final Duration MAX_WAIT = Duration.ofMillis(100);

    private final RequestWork work;
    private final long end;

    /** @param maxTime of the work, from now on */
    OptionalWork(RequestWork work, Duration maxTime) {
        this.work = work;
        end = System.nanoTime() + maxTime.toNanos();
    }

    /** Thrown when the time is over, or if the server is busy. */
    static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        EndedException() {
            super("the details are not computed in time", null, false, false);
        }
    }

    /** The time that is left, up to the maximum wait. */
    private Duration maxWait() {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new EndedException();
        }
        return left < MAX_WAIT.toNanos() ? Duration.ofNanos(left) : MAX_WAIT;
    }

    @Override
    public RunPermits.Permit acquire(int rows) {
        return work.tryRun(maxWait()).orElseThrow(EndedException::new);
    }

    @Override
    public ExplanationLimit.Permit acquire(boolean isExact) {
        ExplanationLane.Place place = work.tryExplain(maxWait()).orElseThrow(EndedException::new);
        if (!isExact) {
            return place::close;
        }
        Optional<RunPermits.Permit> permit = Optional.empty();
        try {
            permit = work.tryRun(maxWait());
        } finally {
            if (permit.isEmpty()) {
                place.close();
            }
        }
        RunPermits.Permit held = permit.orElseThrow(EndedException::new);
        return () -> {
            held.close();
            place.close();
        };
    }

    @Override
    public void expectNumbers(long numbers) {
        work.expectNumbers(numbers);
    }

    @Override
    public void expectOutputs(long numbers, long texts) {
        work.expectOutputs(numbers, texts);
    }

    @Override
    public void count(int computed, int failed) {
        work.count(computed, failed);
    }
}
