package dev.onward.serving;

import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.util.Optional;

/** The details of the predictions of one request, within the limits of the server. */
public final class RequestDetails {

    private final Model model;
    private final Optional<ModelDetails> details;
    private final RequestWork work;
    private final int maxRows;

    /** @param details empty if the model is not tabular */
    RequestDetails(Model model, Optional<ModelDetails> details, RequestWork work, int maxRows) {
        this.model = model;
        this.details = details;
        this.work = work;
        this.maxRows = maxRows;
    }

    /**
     * Returns the source of details for any number of rows, which are explained in slices.
     *
     * @throws dev.onward.table.InvalidInputException if the model has no background for the requested explanations
     * @throws dev.onward.compute.OverloadedException if explanations are requested and too many requests for them, files and
     *     large requests are in progress
     */
    public DetailSource source(DetailOptions options) {
        if (options.explanation().isPresent()) {
            work.beginExplanations();
        }
        return details.map(present -> present.source(model, options, work)).orElse(DetailSource.NONE);
    }

    /**
     * Refuses too many rows, before they are predicted.
     *
     * @throws TooLargeException if explanations are requested of more rows than the server explains in one request
     */
    public void checkRows(Table table, DetailOptions options) {
        if (options.explanation().isPresent() && table.rows() > maxRows) {
            throw new TooLargeException("expected at most " + maxRows + " rows with explanations, got " + table.rows()
                    + "; send a CSV file for more");
        }
    }
}
