package dev.onward.details;

import dev.onward.model.Prediction;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;

/** Computes the details that a request asked for. */
public interface DetailSource {

    /** No details at all. */
    DetailSource NONE = new DetailSource() {

        @Override
        public DetailOptions options() {
            return DetailOptions.DEFAULT;
        }

        @Override
        public PredictionDetails of(Table table, Prediction prediction) {
            return PredictionDetails.NONE;
        }
    };

    DetailOptions options();

    /**
     * Computes the details for the rows of a table.
     *
     * @param prediction for exactly these rows
     * @throws InvalidInputException if the model has no class or value of the requested name
     * @throws dev.onward.table.TooLargeException if the curves or flips of the rows need too many predictions
     */
    PredictionDetails of(Table table, Prediction prediction);
}
