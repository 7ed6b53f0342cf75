package dev.onward.train.estimator;

import dev.onward.dataset.Digits;
import dev.onward.dataset.NumericProfile;
import dev.onward.train.data.LabelledRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures of predicted values.
 *
 * @param rows the number of predictions
 * @param r2 the share of the values' variance that the predictions explain
 * @param loss the RMSE, the root of the mean squared error
 * @param errors the distribution of the absolute errors
 */
record ValueEvaluation(int rows, double r2, double loss, AbsoluteErrors errors) implements Evaluation {

    private static final double HALF = 0.5;
    private static final double NINE_TENTHS = 0.9;

    /**
     * The distribution of the absolute errors.
     *
     * @param mean the mean absolute error (MAE)
     * @param half the largest of the smaller half
     * @param nineTenths the largest of the smallest nine tenths
     */
    record AbsoluteErrors(double mean, double half, double nineTenths) {}

    /** @param predictions one for each row of the data */
    static ValueEvaluation of(double[] predictions, LabelledRows data) {
        double[] errors = IntStream.range(0, predictions.length)
                .mapToDouble(row -> Math.abs(predictions[row] - data.value(row)))
                .toArray();
        double squares = 0;
        double sum = 0;
        for (double error : errors) {
            squares += error * error;
            sum += error;
        }
        double deviation = NumericProfile.of(data.size(), data::value).standardDeviation();
        double meanSquare = squares / errors.length;
        Arrays.sort(errors);
        return new ValueEvaluation(
                errors.length,
                1 - meanSquare / (deviation * deviation),
                Math.sqrt(meanSquare),
                new AbsoluteErrors(sum / errors.length, quantile(errors, HALF), quantile(errors, NINE_TENTHS)));
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("R2", r2), new Measure("RMSE", loss), new Measure("MAE", errors.mean()));
    }

    @Override
    public String summary() {
        return "RMSE " + Digits.text(loss) + ", R2 " + Digits.text(r2);
    }

    @Override
    public String remark() {
        return "In cross-validation, half of the predictions were off by at most " + Digits.text(errors.half())
                + ", and 90 % by at most " + Digits.text(errors.nineTenths()) + ".";
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
