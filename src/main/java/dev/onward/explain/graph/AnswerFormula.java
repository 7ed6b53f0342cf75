package dev.onward.explain.graph;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The computation of one number of a prediction: a sum, and the link that turns it into the answer.
 *
 * @param explained the sum that is explained
 * @param space its unit
 * @param link empty if the sum is the answer
 */
public record AnswerFormula(LinearCombination explained, Space space, Optional<Link> link) {

    private static final double TOLERANCE = 1e-5;

    /** In the middle of the probit function, the runtime's formula subtracts floats that are almost equal. */
    private static final double PROBIT_TOLERANCE = 1e-3;

    /** @param plain the unit of the number if no link computes it */
    static AnswerFormula of(Quantity quantity, Space plain) {
        return quantity instanceof Link link
                ? new AnswerFormula(link.explained(), link.space(), Optional.of(link))
                : new AnswerFormula(LinearCombination.of(quantity), plain, Optional.empty());
    }

    /**
     * The answer for a row, in double precision.
     *
     * @param value of the explained sum
     * @param others computes other sums for the same row
     */
    public double output(double value, ToDoubleFunction<LinearCombination> others) {
        return link.isPresent() ? link.get().output(value, others) : value;
    }

    /**
     * The largest difference between the answer and the runtime's, which computes in floats.
     *
     * @param magnitude the sum of the absolute values of the base and all contributions
     */
    public double tolerance(double magnitude, double output) {
        if (link.filter(function -> function instanceof Link.Probit).isPresent()) {
            return PROBIT_TOLERANCE;
        }
        if (link.filter(function -> function instanceof Link.Exponential).isPresent()) {
            return TOLERANCE * Math.max(1, magnitude) * Math.max(1, Math.abs(output));
        }
        return link.isPresent() || space == Space.PROBABILITY ? TOLERANCE : TOLERANCE * Math.max(1, magnitude);
    }
}
