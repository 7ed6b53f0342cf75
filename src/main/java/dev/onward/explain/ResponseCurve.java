package dev.onward.explain;

import dev.onward.explain.FeatureRange.Categories;
import dev.onward.explain.FeatureRange.Numbers;
import dev.onward.explain.VariedRow.Change;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The predictions if one feature of a row takes other values, while all others stay as they are.
 *
 * @param answer the label or the name of the value whose number is shown
 * @param space of the numbers, such as "probability"
 * @param points numbers in ascending order, or categories in the order of the range
 */
public record ResponseCurve(String feature, String answer, String space, List<Point> points) {

    /** The significant digits of the step between two points to which the points are rounded. */
    private static final int STEP_DIGITS = 4;

    public ResponseCurve {
        points = List.copyOf(points);
    }

    /**
     * One point.
     *
     * @param value a Double, Long, Boolean or String, by the type of the feature
     * @param output the number that the model returned
     * @param isOwn true if it is the value of the row itself
     */
    public record Point(Object value, double output, boolean isOwn) {}

    /**
     * Computes the curves around a row: over the range of each number, and for each category. The row's own value, if
     * it has one, is always a point. Values that the model cannot predict are left out.
     *
     * @param prediction of the model for exactly the rows of the table
     * @param answer a label or the name of a value; if empty, the row's predicted label or the first value
     * @param points the number of points of a number, evenly spaced over its range except for rounding, at least 2
     * @param betweenBatches called before each batch of predictions except the first
     * @return a curve for each range, in their order
     * @throws IllegalArgumentException if the model has no such answer, or a range is not of a feature of the model
     */
    public static List<ResponseCurve> around(
            Model model,
            Table table,
            Prediction prediction,
            int row,
            List<FeatureRange> ranges,
            Optional<String> answer,
            int points,
            Runnable betweenBatches) {
        if (points < 2) {
            throw new IllegalArgumentException("expected at least 2 points, got " + points);
        }
        VariedRow varied = new VariedRow(model, table, row, betweenBatches);
        AnswerNumbers numbers = numbers(prediction);
        int column = numbers.column(row, answer);
        List<Change> changes = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (FeatureRange range : ranges) {
            changes.addAll(changes(varied, varied.position(range), range, points));
            ends.add(changes.size());
        }
        List<Optional<Double>> outputs = varied.predict(
                changes, (varying, i) -> numbers(varying).numbers().get(i, column));
        List<ResponseCurve> curves = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < ranges.size(); i++) {
            List<Point> curve = new ArrayList<>();
            for (; next < ends.get(i); next++) {
                Change change = changes.get(next);
                boolean isOwn = varied.value(change.feature()).equals(Optional.of(change.value()));
                outputs.get(next).ifPresent(output -> curve.add(new Point(change.value(), output, isOwn)));
            }
            curves.add(new ResponseCurve(
                    ranges.get(i).feature(),
                    numbers.names().get(column),
                    numbers.space().title(),
                    curve));
        }
        return curves;
    }

    private static AnswerNumbers numbers(Prediction prediction) {
        return AnswerNumbers.of(prediction)
                .orElseThrow(() -> new IllegalArgumentException("the meaning of the model's outputs is not known"));
    }

    private static List<Change> changes(VariedRow row, int feature, FeatureRange range, int points) {
        List<Change> changes = new ArrayList<>();
        row.value(feature).ifPresent(own -> changes.add(new Change(feature, own)));
        if (range instanceof Categories categories) {
            categories.counts().keySet().forEach(category -> row.change(feature, category)
                    .ifPresent(changes::add));
        } else if (range instanceof Numbers numbers) {
            double step = (numbers.highest() - numbers.lowest()) / (points - 1);
            for (int i = 0; i < points; i++) {
                boolean isEnd = i == 0 || i == points - 1;
                double number = i == points - 1 ? numbers.highest() : numbers.lowest() + i * step;
                row.change(feature, isEnd ? number : rounded(number, step)).ifPresent(changes::add);
            }
            changes.sort(Comparator.comparingDouble(change -> ((Number) change.value()).doubleValue()));
        }
        return changes.stream().distinct().toList();
    }

    /** A number between two ends with fewer digits, by less than a thousandth of the step between the points. */
    private static double rounded(double number, double step) {
        if (!(step > 0) || !Double.isFinite(step)) {
            return number;
        }
        int digits = STEP_DIGITS - 1 - (int) Math.floor(Math.log10(step));
        return BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
