package dev.onward.model;

import java.util.List;

/**
 * Predictions for the rows of a table that the model can predict.
 *
 * @param prediction for all rows but the failed ones, in their order
 * @param failedRows the rows on which the graph failed, such as those with an unknown category; from 0, ascending
 */
public record PartialPrediction(Prediction prediction, List<Integer> failedRows) {

    /** The problem with each failed row. */
    public static final String PROBLEM =
            "the model cannot process this row; it may contain a value that the model does not support";

    public PartialPrediction {
        failedRows = List.copyOf(failedRows);
    }
}
