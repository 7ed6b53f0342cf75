package dev.onward.details;

import dev.onward.model.card.Basis;
import java.util.Locale;

/**
 * How often the predicted class was right for rows with a similar probability.
 *
 * @param share of the rows that are of this class
 * @param count the number of rows
 * @param basis the relation of the rows to the training
 */
public record Observed(double share, long count, Basis basis) {

    /** The basis in responses, such as {@code cross-validation}. */
    public String basisTitle() {
        return basis.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
