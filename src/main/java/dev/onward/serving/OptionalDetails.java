package dev.onward.serving;

import dev.onward.details.DetailOptions;
import dev.onward.details.ExplanationLimit;
import dev.onward.details.ModelDetails;
import dev.onward.details.PredictionDetails;
import dev.onward.http.body.BodyException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.util.Optional;
import java.util.function.Supplier;

/** Details of predictions without which a response is sent. For the thread of the request. */
public final class OptionalDetails {

    private final Model model;
    private final Optional<ModelDetails> details;
    private final ExplanationLimit limit;
    private boolean hasEnded;

    /** @param model with permits of the same work as the limit */
    OptionalDetails(Model model, Optional<ModelDetails> details, ExplanationLimit limit) {
        this.model = model;
        this.details = details;
        this.limit = limit;
    }

    /**
     * The reason why predictions of the model can be explained only in comparison with another row; empty if they can
     * be explained in comparison with reference data.
     */
    public Optional<String> noBackgroundReason() {
        return details.flatMap(ModelDetails::noBackgroundReason);
    }

    /**
     * Computes details.
     *
     * @param prediction for exactly the rows of the table
     * @return empty if the model does not have such details, if the server is busy, or if the time is over
     */
    public Optional<PredictionDetails> of(DetailOptions options, Table table, Prediction prediction) {
        return attempt(() ->
                details.map(present -> present.source(model, options, limit).of(table, prediction)));
    }

    /** Predicts another table; empty if the model cannot predict it, if the server is busy, or if the time is over. */
    public Optional<Prediction> predict(Table table) {
        return attempt(() -> Optional.of(model.predict(table)));
    }

    /** Once the server was busy, nothing else is attempted, because each attempt would wait. */
    private <T> Optional<T> attempt(Supplier<Optional<T>> computation) {
        if (hasEnded) {
            return Optional.empty();
        }
        try {
            return computation.get();
        } catch (OptionalWork.EndedException e) {
            hasEnded = true;
            return Optional.empty();
        } catch (BodyException e) {
            // No memory for the numbers, which the response itself does not need.
            hasEnded = true;
            return Optional.empty();
        } catch (InvalidInputException | TooLargeException e) {
            return Optional.empty();
        }
    }

    /** True if details have been left out because the server is busy or the time was over. */
    public boolean hasEnded() {
        return hasEnded;
    }
}
