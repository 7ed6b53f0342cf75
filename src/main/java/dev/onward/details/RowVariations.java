package dev.onward.details;

import dev.onward.explain.DecisionFlip;
import dev.onward.explain.FeatureRange;
import dev.onward.explain.ResponseCurve;
import dev.onward.explain.RowOutcome;
import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes the predictions for rows of which one feature takes other values: response curves, and the smallest change
 * that changes the label. All numbers are predictions of the model, whose runs hold the permits of the request.
 */
final class RowVariations {

    /** The points of the curves of one request, each of which takes about 100 bytes. */
    private static final int MAX_POINTS = 100_000;

    private static final String NO_FLIP =
            "no change of a single feature within the range of the reference data changes the label";

    private final Model model;
    private final List<FeatureRange> ranges;
    private final ExplanationLimit limit;

    RowVariations(Model model, List<FeatureRange> ranges, ExplanationLimit limit) {
        this.model = model;
        this.ranges = ranges;
        this.limit = limit;
    }

    /** The problems with the request for a model that answers predictions of this kind. */
    static List<String> problems(DetailOptions options, Prediction prediction) {
        List<String> problems = new ArrayList<>();
        if (options.curves().isPresent() && numbers(prediction).isEmpty()) {
            problems.add("curves: expected a model that predicts values, or classes with probabilities or scores; this"
                    + " model predicts " + kind(prediction));
        }
        if (options.flip() && !predictsLabels(prediction)) {
            problems.add("flip: expected a model that predicts classes; this model predicts " + kind(prediction));
        }
        return problems;
    }

    private static boolean predictsLabels(Prediction prediction) {
        return prediction.match(classes -> true, values -> false, outputs -> false);
    }

    private static String kind(Prediction prediction) {
        return prediction.match(
                classes -> "classes without numbers", values -> "values", outputs -> "outputs of unknown meaning");
    }

    private static Optional<Matrix> numbers(Prediction prediction) {
        return prediction.match(
                Prediction.Classes::scores, values -> Optional.of(values.numbers()), outputs -> Optional.empty());
    }

    /**
     * Computes the response curves around each row.
     *
     * @throws TooLargeException if they have too many points
     */
    RowCurves curves(Table table, Prediction prediction, CurveOptions options) {
        long points = (long) table.rows() * pointsOfRow(options.points());
        if (points > MAX_POINTS) {
            throw new TooLargeException("curves: expected at most " + MAX_POINTS + " points in one response, got up to "
                    + points + "; request fewer points, or divide the rows among several requests");
        }
        List<RowOutcome<List<ResponseCurve>>> outcomes = Slices.compute(
                limit,
                false,
                table.rows(),
                row -> prediction
                        .reason(row)
                        .<RowOutcome<List<ResponseCurve>>>map(RowOutcome::none)
                        .orElseGet(() -> RowOutcome.of(ResponseCurve.around(
                                model, table, prediction, row, ranges, options.answer(), options.points(), () -> {}))));
        return new RowCurves(
                table, outcomes, numbers(prediction).filter(Matrix::isSingle).isPresent());
    }

    /** The maximum number of points of the curves around one row, its own values included. */
    private long pointsOfRow(int points) {
        return ranges.stream()
                .mapToLong(range -> 1L
                        + (range instanceof FeatureRange.Categories categories
                                ? categories.counts().size()
                                : points))
                .sum();
    }

    /** Searches the smallest change of each row that changes its label. */
    RowFlips flips(Table table, Prediction prediction) {
        List<RowOutcome<DecisionFlip>> outcomes = Slices.compute(
                limit,
                false,
                table.rows(),
                row -> prediction
                        .reason(row)
                        .<RowOutcome<DecisionFlip>>map(RowOutcome::none)
                        .orElseGet(() -> DecisionFlip.of(model, table, prediction, row, ranges, () -> {})
                                .map(RowOutcome::of)
                                .orElseGet(() -> RowOutcome.none(NO_FLIP))));
        return new RowFlips(outcomes, name -> AnswerNames.title(name, prediction));
    }
}
