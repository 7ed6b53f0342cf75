package dev.onward.train;

/** The logistic function and what goes with it; a score is the log of the odds of class 1. */
final class Logistic {

    private Logistic() {}

    /** The probability that belongs to a score, exact near 0. */
    static double sigmoid(double score) {
        if (score >= 0) {
            return 1 / (1 + StrictMath.exp(-score));
        }
        double odds = StrictMath.exp(score);
        return odds / (1 + odds);
    }

    /** Minus the logarithm of the probability that the score gives to the class. */
    static double logLoss(double score, int classPosition) {
        double margin = classPosition == 1 ? score : -score;
        return Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
    }
}
