package dev.onward.train.estimator;

/** The softmax function and its log-loss; only the differences between scores matter. */
final class Softmax {

    private Softmax() {}

    /** The probabilities of the classes, [classes]. */
    static double[] probabilities(double[] scores) {
        double highest = scores[highest(scores)];
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = StrictMath.exp(scores[i] - highest);
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** The negative logarithm of the class's probability, also accurate near 0. */
    static double logLoss(double[] scores, int classPosition) {
        int highest = highest(scores);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += i == highest ? 0 : StrictMath.exp(scores[i] - scores[highest]);
        }
        return scores[highest] - scores[classPosition] + StrictMath.log1p(sum);
    }

    /** The position of the highest score, the first in a tie. */
    static int highest(double[] scores) {
        int highest = 0;
        for (int i = 1; i < scores.length; i++) {
            highest = scores[i] > scores[highest] ? i : highest;
        }
        return highest;
    }
}
