package dev.onward.train;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to fit a model.
 *
 * @param degree 1 for the features alone, 2 for their squares and products too
 * @param l2 the strength of the penalty, on the sum over rows
 */
record Candidate(int degree, double l2) {

    /** The last is the floor: on separable data the log-loss would fall with L2 for ever. */
    static final List<Double> STRENGTHS = List.of(100.0, 10.0, 1.0, 0.1, 0.01);

    static final double FLOOR = STRENGTHS.get(STRENGTHS.size() - 1);

    /** The time of a fit grows with the square of the weights and more: degree 2 is left out above this. */
    static final int MOST_WEIGHTS_SQUARED = 500;

    /** The memory of a fit grows with the square of the weights: this many take 32 MB. */
    static final int MOST_WEIGHTS = 2000;

    /**
     * All candidates, simpler ones first.
     *
     * @param outputs of the model, for each of which every term has a weight
     */
    static List<Candidate> all(Layout layout, int outputs) {
        List<Candidate> all = new ArrayList<>();
        for (int degree = 1; degree <= (triesSquares(layout, outputs) ? 2 : 1); degree++) {
            for (double l2 : STRENGTHS) {
                all.add(new Candidate(degree, l2));
            }
        }
        return all;
    }

    static boolean triesSquares(Layout layout, int outputs) {
        return weights(layout, outputs) + layout.products() * outputs <= MOST_WEIGHTS_SQUARED;
    }

    /** How many weights a model of degree 1 has, with its intercepts. */
    static long weights(Layout layout, int outputs) {
        return (layout.columns() + 1L) * outputs;
    }

    @Override
    public String toString() {
        return "degree " + degree + ", L2 " + Digits.text(l2);
    }
}
