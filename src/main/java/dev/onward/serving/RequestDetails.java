package dev.onward.serving;

import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ExplanationOptions;
import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import dev.onward.table.TooLargeException;
import java.time.Duration;
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
     * @throws dev.onward.table.InvalidInputException if the model has no reference data for the requested details
     * @throws dev.onward.compute.OverloadedException if explanations, curves or flips are requested and too many
     *     requests for them, files and large requests are in progress
     */
    public DetailSource source(DetailOptions options) {
        if (options.explains()) {
            work.beginExplanations();
        }
        return details.map(present -> present.source(model, options, work)).orElse(DetailSource.NONE);
    }

    /**
     * Returns details that are left out if the server is busy or if they take too long, so that they neither fail nor
     * delay the response.
     *
     * @param maxTime of their computation, from now on
     */
    public OptionalDetails optional(Duration maxTime) {
        OptionalWork limited = work.optional(maxTime);
        return new OptionalDetails(model.withPermits(limited), details, limited);
    }

    /**
     * Refuses too many rows, before they are predicted.
     *
     * @throws TooLargeException if explanations, curves or flips are requested of more rows than the server explains in
     *     one request
     */
    public void checkRows(long rows, DetailOptions options) {
        if (options.explains() && rows > maxRows) {
            throw new TooLargeException("expected at most " + maxRows + " rows with "
                    + (options.variesRows()
                            ? "curves or flips, got " + rows + "; divide them among several requests"
                            : "explanations, got " + rows + "; divide them among several requests"
                                    + (sendsFiles(options) ? ", or send a CSV file" : "")));
        }
    }

    private static boolean sendsFiles(DetailOptions options) {
        return options.explanation().filter(ExplanationOptions::canCompare).isPresent();
    }
}
