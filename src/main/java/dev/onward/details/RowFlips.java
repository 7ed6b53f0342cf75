package dev.onward.details;

import dev.onward.explain.DecisionFlip;
import dev.onward.explain.RowOutcome;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The smallest change of a feature that changes the label, for each row of a table.
 *
 * @param outcomes one for each row
 * @param titles of the classes, by their names
 */
public record RowFlips(List<RowOutcome<DecisionFlip>> outcomes, UnaryOperator<String> titles) {

    public RowFlips {
        outcomes = List.copyOf(outcomes);
    }

    public RowOutcome<DecisionFlip> outcome(int row) {
        return outcomes.get(row);
    }
}
