package dev.onward.details;

import dev.onward.explain.RowOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The details that accompany the predictions for the rows of a table, by row. */
public final class PredictionDetails {

    /** No details. */
    public static final PredictionDetails NONE =
            PredictionDetails.of(row -> List.of(), row -> List.of(), row -> Optional.empty());

    private final IntFunction<List<Warning>> warnings;
    private final IntFunction<List<Interval>> intervals;
    private final IntFunction<Optional<ObservedShare>> observed;
    private final Requested requested;

    private PredictionDetails(
            IntFunction<List<Warning>> warnings,
            IntFunction<List<Interval>> intervals,
            IntFunction<Optional<ObservedShare>> observed,
            Requested requested) {
        this.warnings = warnings;
        this.intervals = intervals;
        this.observed = observed;
        this.requested = requested;
    }

    /** The details that are computed only if they are requested. */
    record Requested(Optional<RowExplanations> explanations, Optional<RowCurves> curves, Optional<RowFlips> flips) {}

    /** The details that are computed for each prediction without a request for them. */
    static PredictionDetails of(
            IntFunction<List<Warning>> warnings,
            IntFunction<List<Interval>> intervals,
            IntFunction<Optional<ObservedShare>> observed) {
        return new PredictionDetails(
                warnings, intervals, observed, new Requested(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    PredictionDetails with(Requested computed) {
        return new PredictionDetails(warnings, intervals, observed, computed);
    }

    /** The warnings about a row; computed at each call. */
    public List<Warning> warnings(int row) {
        return warnings.apply(row);
    }

    /** The intervals around the predicted values that have one. */
    public List<Interval> intervals(int row) {
        return intervals.apply(row);
    }

    /** The share of right predictions among rows with a similar probability of the same predicted class. */
    public Optional<ObservedShare> observed(int row) {
        return observed.apply(row);
    }

    /** The explanations; empty if none were requested. */
    public Optional<RowExplanations> explanations() {
        return requested.explanations();
    }

    /** The reason why a row has no explanation; empty if it has one, or none was requested. */
    public Optional<String> problem(int row) {
        return explanations()
                .map(present -> present.outcome(row))
                .flatMap(RowOutcome::reason)
                .map(reason -> "explain: " + reason);
    }

    /** The response curves; empty if none were requested. */
    public Optional<RowCurves> curves() {
        return requested.curves();
    }

    /** The smallest changes that change the label; empty if they were not requested. */
    public Optional<RowFlips> flips() {
        return requested.flips();
    }
}
