package dev.onward.csv;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Prediction;
import java.util.List;

/** Writes the predictions for the rows of a CSV file, in the order of the rows. */
interface PredictionWriter extends AutoCloseable {

    /**
     * Returns a writer for rows of this prediction.
     *
     * @param details of the same rows
     */
    RowWriter rows(Prediction prediction, PredictionDetails details);

    /** Writes the reason why there is no prediction for a row. */
    void writeProblem(List<String> cells, String problem);

    /** Writes the end and flushes the stream, which stays open. */
    @Override
    void close();

    /** Writes predictions row by row. */
    interface RowWriter {

        /**
         * Writes one row.
         *
         * @param cells the row of the file, unchanged
         * @param row its position in the prediction
         */
        void write(List<String> cells, int row);
    }
}
