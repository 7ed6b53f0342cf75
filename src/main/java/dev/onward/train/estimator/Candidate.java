package dev.onward.train.estimator;

import dev.onward.dataset.Digits;
import dev.onward.train.data.DesignColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * The hyperparameters of one fit.
 *
 * @param degree 1 for the columns of the design matrix alone, 2 with their squares and products
 * @param l2 the strength of the L2 penalty, relative to the sum over the rows
 */
public record Candidate(int degree, double l2) {

    /**
     * The strengths of the penalty. The last is the minimum: on separable data the log-loss falls with L2 without end.
     */
    public static final List<Double> STRENGTHS = List.of(100.0, 10.0, 1.0, 0.1, 0.01);

    public static final double MIN_L2 = STRENGTHS.get(STRENGTHS.size() - 1);

    /** Degree 2 is not tried above this number of weights: the time of a fit grows with its square and more. */
    public static final int MAX_WEIGHTS_SQUARED = 500;

    /** The memory of a fit grows with the square of the number of weights: this many need 32 MB. */
    public static final int MAX_WEIGHTS = 2000;

    /**
     * All candidates, simpler ones first.
     *
     * @param outputs the number of the model's outputs, each of which has a weight for every term
     */
    public static List<Candidate> all(DesignColumns design, int outputs) {
        List<Candidate> all = new ArrayList<>();
        for (int degree = 1; degree <= (triesSquares(design, outputs) ? 2 : 1); degree++) {
            for (double l2 : STRENGTHS) {
                all.add(new Candidate(degree, l2));
            }
        }
        return all;
    }

    /** Checks whether a model of degree 2 has few enough weights. */
    public static boolean triesSquares(DesignColumns design, int outputs) {
        return weights(design, outputs) + design.products() * outputs <= MAX_WEIGHTS_SQUARED;
    }

    /** The number of weights of a model of degree 1, including intercepts. */
    public static long weights(DesignColumns design, int outputs) {
        return (design.count() + 1L) * outputs;
    }

    @Override
    public String toString() {
        return "degree " + degree + ", L2 " + Digits.text(l2);
    }
}
