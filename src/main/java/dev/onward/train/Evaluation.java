package dev.onward.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good scores are that were given to rows by models which had not seen them.
 *
 * @param logLoss the mean of minus the natural logarithm of the probability given to the right class
 * @param brier the mean squared difference between the probability of class 1 and the truth
 * @param auc the probability that a row of class 1 has a higher score than one of class 0, ties counting half
 * @param wrongGroups how many groups of equal rows hold a row with a wrong answer
 * @param confusion counts by the right class and the answered class
 */
record Evaluation(
        int rows, double logLoss, double brier, double auc, int groups, int wrongGroups, List<List<Long>> confusion) {

    static Evaluation of(double[] scores, LabelledRows data, Groups groups) {
        double logLoss = 0;
        double brier = 0;
        long[][] counts = new long[2][2];
        for (int row = 0; row < scores.length; row++) {
            int truth = data.classOf(row);
            double difference = Logistic.sigmoid(scores[row]) - truth;
            logLoss += Logistic.logLoss(scores[row], truth);
            brier += difference * difference;
            counts[truth][answer(scores[row])]++;
        }
        long wrong = groups.rows().stream()
                .filter(group -> group.stream().anyMatch(row -> answer(scores[row]) != data.classOf(row)))
                .count();
        return new Evaluation(
                scores.length,
                logLoss / scores.length,
                brier / scores.length,
                auc(scores, data),
                groups.size(),
                (int) wrong,
                List.of(List.of(counts[0][0], counts[0][1]), List.of(counts[1][0], counts[1][1])));
    }

    /** The class that a score answers; the first one if both are equally probable. */
    static int answer(double score) {
        return score > 0 ? 1 : 0;
    }

    long errors() {
        return confusion.get(0).get(1) + confusion.get(1).get(0);
    }

    double accuracy() {
        return (double) (rows - errors()) / rows;
    }

    /** From the sum of the ranks of class 1, after Mann and Whitney. */
    private static double auc(double[] scores, LabelledRows data) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        double ones = 0;
        for (int start = 0, end; start < order.length; start = end) {
            end = start;
            while (end < order.length && scores[order[end]] == scores[order[start]]) {
                end++;
            }
            double rank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++) {
                ranks += data.classOf(order[i]) * rank;
                ones += data.classOf(order[i]);
            }
        }
        return (ranks - ones * (ones + 1) / 2) / (ones * (order.length - ones));
    }
}
