package dev.onward.train.estimator;

/** The logistic function and its log-loss; a score is the log odds of class 1. */
final class Logistic {

    private Logistic() {}

    /** The probability of class 1, also accurate near 0. */
    static double sigmoid(double score) {
        if (score >= 0) {
            return 1 / (1 + StrictMath.exp(-score));
        }
        double odds = StrictMath.exp(score);
        return odds / (1 + odds);
    }

    /** The negative logarithm of the class's probability. */
    static double logLoss(double score, int classPosition) {
        double margin = classPosition == 1 ? score : -score;
        return Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
    }
}
