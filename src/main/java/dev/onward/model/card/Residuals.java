package dev.onward.model.card;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Quantiles of the differences between true and predicted values.
 *
 * @param basis the rows on which they were measured
 * @param rows the number of rows
 * @param levels the shares of differences at or below each quantile, in ascending order
 * @param quantiles one for each level, in ascending order, in the unit of the value
 */
public record Residuals(Basis basis, long rows, List<Double> levels, List<Double> quantiles) {

    private static final int MAX_LEVELS = 1000;

    public Residuals {
        levels = List.copyOf(levels);
        quantiles = List.copyOf(quantiles);
        CardNumbers.requireAtMost(MAX_LEVELS, "levels", levels.size());
        CardNumbers.requireShares("levels", levels);
        CardNumbers.requireAscending("levels", levels);
        CardNumbers.requireFinite("quantiles", quantiles);
        CardNumbers.requireAscending("quantiles", quantiles);
        if (levels.size() != quantiles.size()) {
            throw new IllegalArgumentException(
                    "expected a quantile for each of " + levels.size() + " levels, got " + quantiles.size());
        }
    }

    /**
     * The quantile at a level, to be added to a prediction. An interval from the quantile at 0.05 to that at 0.95 holds
     * 90 % of the true values of similar rows.
     *
     * @return empty if the level is not among those stored, which is the case if there were too few rows for it
     */
    public OptionalDouble at(double level) {
        int position = levels.indexOf(level);
        return position < 0 ? OptionalDouble.empty() : OptionalDouble.of(quantiles.get(position));
    }
}
