package dev.onward.details;

import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The share of right predictions among rows for which the same class was predicted with a probability in a range.
 *
 * @param from the probability above which the rows were predicted, with four significant digits of its distance from 0
 *     or 1
 * @param to the maximum probability with which the rows were predicted, with as many digits
 * @param share the share of the rows that are of the predicted class
 * @param count the number of rows
 * @param basis the relation of the rows to the training
 */
public record ObservedShare(double from, double to, double share, long count, Basis basis) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    static ObservedShare of(Calibration.Bin bin, Basis basis) {
        return new ObservedShare(rounded(bin.from()), rounded(bin.to()), bin.observed(), bin.count(), basis);
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
}
