package dev.onward.explain;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The computation of one number of a prediction: a sum, and the link that turns it into the answer.
 *
 * @param explained the sum that is explained
 * @param space its unit
 * @param link empty if the sum is the answer
 */
record AnswerFormula(Score explained, Space space, Optional<Link> link) {

    /** @param plain the unit of the number if no link computes it */
    static AnswerFormula of(Quantity quantity, Space plain) {
        return quantity instanceof Link link
                ? new AnswerFormula(link.explained(), link.space(), Optional.of(link))
                : new AnswerFormula(Score.of(quantity), plain, Optional.empty());
    }

    boolean hasTrees() {
        return explained.atoms().stream().anyMatch(atom -> atom instanceof TreeOutput);
    }

    /**
     * The answer for a row, in double precision.
     *
     * @param value of the explained sum
     * @param others computes other sums for the same row
     */
    double output(double value, ToDoubleFunction<Score> others) {
        return link.map(function -> function.output(value, others)).orElse(value);
    }

    /**
     * The largest difference between the answer and the runtime's, which computes in floats.
     *
     * @param magnitude the sum of the absolute values of the base and all contributions
     */
    double tolerance(double magnitude, double output) {
        boolean isProbability = space == Space.PROBABILITY
                || link.filter(function -> !(function instanceof Link.Exponential || function instanceof Link.Probit))
                        .isPresent();
        if (isProbability) {
            return TOLERANCE;
        }
        boolean isExponential =
                link.filter(function -> function instanceof Link.Exponential).isPresent();
        return TOLERANCE * Math.max(1, magnitude) * (isExponential ? Math.max(1, Math.abs(output)) : 1);
    }

    private static final double TOLERANCE = 1e-5;
}
