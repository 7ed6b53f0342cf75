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

    /** The maximum number of points in the curves of one request. */
    private static final int MAX_POINTS = 100_000;

    /** The maximum number of predictions for the flips of one request. */
    private static final int MAX_CANDIDATES = 500_000;

    /** The numbers that take as much memory as one point of a curve. */
    private static final int NUMBERS_PER_POINT = 12;

    private static final String NO_FLIP =
            "no change to a single feature within the range of the reference data changes the label";

    private final Model model;
    private final List<FeatureRange> ranges;
    private final ExplanationLimit limit;

    RowVariations(Model model, List<FeatureRange> ranges, ExplanationLimit limit) {
        this.model = model;
        this.ranges = ranges;
        this.limit = limit;
    }

    /** The problems with a request for curves or flips of predictions of this kind. */
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
     * Checks the number of points and of predictions that a request needs, before anything is computed.
     *
     * @throws TooLargeException if there are too many
     */
    void checkAmount(Table table, DetailOptions options) {
        long points = points(table, options);
        if (points > MAX_POINTS) {
            throw new TooLargeException(
                    "curves: expected at most " + MAX_POINTS + " points in one response, got a request for up to "
                            + points + "; request fewer points, or divide the rows among several requests");
        }
        long candidates = options.flip() ? table.rows() * DecisionFlip.maxCandidates(ranges) : 0;
        if (candidates > MAX_CANDIDATES) {
            throw new TooLargeException("flip: expected at most " + MAX_CANDIDATES
                    + " changes to try in one request, got a request for up to " + candidates
                    + "; divide the rows among several requests");
        }
    }

    /** The numbers that curves and flips hold in memory. The candidates of one row are held at a time. */
    long numbers(Table table, DetailOptions options) {
        long candidates = options.flip() && table.rows() > 0 ? DecisionFlip.maxCandidates(ranges) : 0;
        return (points(table, options) + candidates) * NUMBERS_PER_POINT;
    }

    private long points(Table table, DetailOptions options) {
        return options.curves()
                .map(requested -> table.rows() * pointsOfRow(requested.points()))
                .orElse(0L);
    }

    private static int categories(FeatureRange range) {
        return range instanceof FeatureRange.Categories categories
                ? categories.counts().size()
                : 0;
    }

    /** Computes the response curves around each row. */
    RowCurves curves(Table table, Prediction prediction, CurveOptions options) {
        List<RowOutcome<List<ResponseCurve>>> outcomes = Slices.compute(
                limit,
                false,
                table.rows(),
                pause -> row -> prediction
                        .reason(row)
                        .<RowOutcome<List<ResponseCurve>>>map(RowOutcome::none)
                        .orElseGet(() -> RowOutcome.of(ResponseCurve.around(
                                model, table, prediction, row, ranges, options.answer(), options.points(), pause))));
        return new RowCurves(
                table, outcomes, numbers(prediction).filter(Matrix::isSingle).isPresent());
    }

    /** The maximum number of points of the curves around one row, its own values included. */
    private long pointsOfRow(int points) {
        return ranges.stream()
                .mapToLong(range -> 1L + (range instanceof FeatureRange.Categories ? categories(range) : points))
                .sum();
    }

    /** Searches the smallest change of each row that changes its label. */
    RowFlips flips(Table table, Prediction prediction) {
        List<RowOutcome<DecisionFlip>> outcomes = Slices.compute(
                limit,
                false,
                table.rows(),
                pause -> row -> prediction
                        .reason(row)
                        .<RowOutcome<DecisionFlip>>map(RowOutcome::none)
                        .orElseGet(() -> DecisionFlip.of(model, table, prediction, row, ranges, pause)
                                .map(RowOutcome::of)
                                .orElseGet(() -> RowOutcome.none(NO_FLIP))));
        return new RowFlips(outcomes, name -> AnswerNames.title(name, prediction));
    }
}
