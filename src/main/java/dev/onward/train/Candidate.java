package dev.onward.train;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to fit a classifier.
 *
 * @param degree 1 for the features alone, 2 for their squares and products too
 * @param l2 the strength of the penalty, on the sum over rows
 */
record Candidate(int degree, double l2) {

    /** The last is the floor: on separable data the log-loss would fall with L2 for ever. */
    static final List<Double> STRENGTHS = List.of(100.0, 10.0, 1.0, 0.1, 0.01);

    static final double FLOOR = STRENGTHS.get(STRENGTHS.size() - 1);

    /** More features than this make too many products. */
    static final int MOST_FEATURES_SQUARED = 30;

    /** All candidates, simpler ones first. */
    static List<Candidate> all(int features) {
        List<Candidate> all = new ArrayList<>();
        for (int degree = 1; degree <= (features <= MOST_FEATURES_SQUARED ? 2 : 1); degree++) {
            for (double l2 : STRENGTHS) {
                all.add(new Candidate(degree, l2));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return "degree " + degree + ", L2 " + Digits.text(l2);
    }
}
