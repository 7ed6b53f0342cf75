package dev.onward.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good answers of numbers were.
 *
 * @param r2 the share of the values' variance that the answers explain
 * @param loss the RMSE: the root of the mean squared error
 * @param mae the mean absolute error
 * @param half half of the absolute errors are no larger than this
 * @param most nine in ten of the absolute errors are no larger than this
 */
record ValueEvaluation(int rows, double r2, double loss, double mae, double half, double most) implements Evaluation {

    private static final double HALF = 0.5;
    private static final double MOST = 0.9;

    static ValueEvaluation of(double[] answers, LabelledRows data) {
        double[] errors = IntStream.range(0, answers.length)
                .mapToDouble(row -> Math.abs(answers[row] - data.value(row)))
                .toArray();
        double squares = 0;
        double sum = 0;
        for (double error : errors) {
            squares += error * error;
            sum += error;
        }
        double deviation = Statistics.of(data.size(), data::value).standardDeviation();
        double meanSquare = squares / errors.length;
        Arrays.sort(errors);
        return new ValueEvaluation(
                errors.length,
                1 - meanSquare / (deviation * deviation),
                Math.sqrt(meanSquare),
                sum / errors.length,
                quantile(errors, HALF),
                quantile(errors, MOST));
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("R2", r2), new Measure("RMSE", loss), new Measure("MAE", mae));
    }

    @Override
    public String summary() {
        return "RMSE " + Digits.text(loss) + ", R2 " + Digits.text(r2);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
