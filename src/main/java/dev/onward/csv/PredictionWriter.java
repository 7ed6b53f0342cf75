package dev.onward.csv;

import dev.onward.model.Prediction;
import java.util.List;

/** Where the answers to a file's rows go, one after the other. */
interface PredictionWriter extends AutoCloseable {

    /** The answer to one row: its cells as they came, and the row of the prediction that answers it. */
    void answer(List<String> cells, Prediction prediction, int row);

    /** What is wrong with a row that could not be answered. */
    void fault(List<String> cells, String fault);

    /** Writes what is still to be written. */
    @Override
    void close();
}
