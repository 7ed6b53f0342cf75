package dev.onward.train;

/** The softmax function and what goes with it; of the scores of classes only their differences count. */
final class Softmax {

    private Softmax() {}

    /** The probabilities that belong to scores. */
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

    /** Minus the logarithm of the probability that the scores give to the class, exact near 0. */
    static double logLoss(double[] scores, int classPosition) {
        int highest = highest(scores);
        double others = 0;
        for (int i = 0; i < scores.length; i++) {
            others += i == highest ? 0 : StrictMath.exp(scores[i] - scores[highest]);
        }
        return scores[highest] - scores[classPosition] + StrictMath.log1p(others);
    }

    /** The position of the highest score; the first of those that are equal. */
    static int highest(double[] scores) {
        int highest = 0;
        for (int i = 1; i < scores.length; i++) {
            highest = scores[i] > scores[highest] ? i : highest;
        }
        return highest;
    }
}
