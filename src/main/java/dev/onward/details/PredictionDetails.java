package dev.onward.details;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The details that stand beside the predictions for the rows of a table, by row. */
public final class PredictionDetails {

    /** No details. */
    public static final PredictionDetails NONE =
            new PredictionDetails(row -> List.of(), row -> List.of(), row -> Optional.empty(), Optional.empty());

    private final IntFunction<List<Warning>> warnings;
    private final IntFunction<List<Interval>> intervals;
    private final IntFunction<Optional<Observed>> observed;
    private final Optional<RowExplanations> explanations;

    PredictionDetails(
            IntFunction<List<Warning>> warnings,
            IntFunction<List<Interval>> intervals,
            IntFunction<Optional<Observed>> observed,
            Optional<RowExplanations> explanations) {
        this.warnings = warnings;
        this.intervals = intervals;
        this.observed = observed;
        this.explanations = explanations;
    }

    /** The warnings about a row; computed at each call. */
    public List<Warning> warnings(int row) {
        return warnings.apply(row);
    }

    /** The intervals around the predicted values that have one. */
    public List<Interval> intervals(int row) {
        return intervals.apply(row);
    }

    /** How often the predicted class was right for rows with a similar probability. */
    public Optional<Observed> observed(int row) {
        return observed.apply(row);
    }

    /** The explanations; empty if none were requested. */
    public Optional<RowExplanations> explanations() {
        return explanations;
    }
}
