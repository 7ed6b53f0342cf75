package dev.onward.details;

import dev.onward.model.Prediction;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.util.function.BiFunction;

/** Finds the details that a request asked for. */
public final class DetailSource {

    /** No details at all. */
    public static final DetailSource NONE =
            new DetailSource(DetailOptions.DEFAULT, (table, prediction) -> PredictionDetails.NONE);

    private final DetailOptions options;
    private final BiFunction<Table, Prediction, PredictionDetails> finder;

    DetailSource(DetailOptions options, BiFunction<Table, Prediction, PredictionDetails> finder) {
        this.options = options;
        this.finder = finder;
    }

    public DetailOptions options() {
        return options;
    }

    /**
     * Finds the details for the rows of a table.
     *
     * @param prediction for exactly these rows
     * @throws InvalidInputException if the model has no answer of the requested name
     */
    public PredictionDetails of(Table table, Prediction prediction) {
        return finder.apply(table, prediction);
    }
}
