package dev.onward.details;

import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The share of right predictions among rows for which the same class was predicted with a probability in a range.
 *
 * @param bin the rows that were predicted with such a probability
 * @param basis the relation of the rows to the training
 */
public record ObservedShare(Calibration.Bin bin, Basis basis) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /**
     * The probability above which the rows were predicted, with four significant digits of its distance from 0 or 1.
     */
    public double from() {
        return rounded(bin.from());
    }

    /**
     * The maximum probability with which the rows were predicted, with four significant digits of its distance from 0 or
     * 1.
     */
    public double to() {
        return rounded(bin.to());
    }

    private static double rounded(double edge) {
        BigDecimal exact = BigDecimal.valueOf(edge);
        // Near 1, four digits would be 1.
        return edge > 0.5
                ? BigDecimal.ONE
                        .subtract(BigDecimal.ONE.subtract(exact).round(FOUR_DIGITS))
                        .doubleValue()
                : exact.round(FOUR_DIGITS).doubleValue();
    }

    /** The share of the rows that are of the predicted class. */
    public double share() {
        return bin.observed();
    }

    /** The number of rows. */
    public long count() {
        return bin.count();
    }
}
