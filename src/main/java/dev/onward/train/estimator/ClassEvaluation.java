package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures of predicted classes.
 *
 * @param loss the log-loss: the mean negative natural logarithm of the probability of the true class
 * @param distinct counts among distinct rows
 * @param confusion counts by true class and predicted class, [classes, classes]
 * @param more measures of the classifier in addition to accuracy and log-loss
 */
record ClassEvaluation(double loss, Distinct distinct, List<List<Long>> confusion, List<Measure> more)
        implements Evaluation {

    /**
     * Counts in which equal rows are one.
     *
     * @param rows the number of distinct rows
     * @param wrong the number of them with a wrong prediction
     */
    record Distinct(int rows, long wrong) {}

    /** @param outputs the outputs of each row's model, [rows, outputs] */
    static ClassEvaluation of(Classifier classifier, double[][] outputs, LabelledRows data, RowGroups groups) {
        double logLoss = 0;
        long[][] counts = new long[data.classes()][data.classes()];
        for (int row = 0; row < outputs.length; row++) {
            int truth = data.classOf(row);
            logLoss += classifier.logLoss(outputs[row], truth);
            counts[truth][classifier.answer(outputs[row])]++;
        }
        long wrong = groups.rows().stream()
                .filter(group -> group.stream().anyMatch(row -> classifier.answer(outputs[row]) != data.classOf(row)))
                .count();
        return new ClassEvaluation(
                logLoss / outputs.length,
                new Distinct(groups.size(), wrong),
                IntStream.range(0, counts.length)
                        .mapToObj(truth -> IntStream.range(0, counts.length)
                                .mapToObj(answer -> counts[truth][answer])
                                .toList())
                        .toList(),
                classifier.measures(outputs, data));
    }

    @Override
    public int rows() {
        return Math.toIntExact(confusion.stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum());
    }

    long errors() {
        long right = IntStream.range(0, confusion.size())
                .mapToLong(i -> confusion.get(i).get(i))
                .sum();
        return rows() - right;
    }

    double accuracy() {
        return (double) (rows() - errors()) / rows();
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(List.of(
                new Measure("accuracy", accuracy()), new Measure("errors", errors()), new Measure("log-loss", loss)));
        measures.addAll(more);
        return measures;
    }

    @Override
    public String summary() {
        return String.format(Locale.ROOT, "log-loss %.6f, errors %d", loss, errors());
    }

    /** Counts distinct rows, because equal rows are not independent trials. */
    @Override
    public String remark() {
        String counted = "In cross-validation, " + distinct.wrong() + " of " + distinct.rows()
                + " distinct rows were misclassified";
        return distinct.wrong() > 0
                ? counted + "."
                : counted + "; the error rate on similar rows is below " + upperBoundPercent(distinct.rows())
                        + " % with 95 % confidence.";
    }

    @Override
    public boolean isWithoutError() {
        return errors() == 0;
    }

    /**
     * The exact upper confidence limit of the error rate after trials without error (Clopper and Pearson, 1934), in
     * percent, rounded up.
     */
    private static String upperBoundPercent(int trials) {
        double bound = 100 * (1 - StrictMath.pow(0.05, 1.0 / trials));
        return new BigDecimal(bound)
                .round(new MathContext(3, RoundingMode.CEILING))
                .stripTrailingZeros()
                .toPlainString();
    }
}
