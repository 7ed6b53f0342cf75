package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The receiver operating characteristic: how well scores rank the rows of class 1 above those of class 0. */
final class RocCurve {

    private RocCurve() {}

    /**
     * The area under the curve: the probability that a row of class 1 has a higher score than a row of class 0, where
     * ties count half. Computed from the sum of the ranks of class 1 (Mann and Whitney, 1947).
     */
    static double auc(double[] scores, LabelledRows data) {
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
