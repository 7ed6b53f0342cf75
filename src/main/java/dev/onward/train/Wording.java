package dev.onward.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What card and report say about a training, in sentences. */
final class Wording {

    private Wording() {}

    /** How the model was trained. */
    static String method(Candidate chosen, Kind kind, Layout layout) {
        String terms = terms(layout) + (chosen.degree() == 1 ? "" : products(layout));
        String degrees = Candidate.triesSquares(layout, kind.outputs())
                ? "degree (1 or 2)"
                : "degree (only 1, as 2 takes more than " + Candidate.MOST_WEIGHTS_SQUARED + " weights)";
        String strengths = Candidate.STRENGTHS.stream().map(Digits::text).collect(Collectors.joining(", "));
        return kind.words().method() + " on " + terms + " (" + chosen + "). The weights minimise "
                + kind.words().objective() + " plus L2/2 times the sum of their squares; "
                + (kind.outputs() == 1 ? "the intercept is" : "the intercepts are") + " free. The " + degrees
                + " and L2 (" + strengths
                + ", the last being its floor) with"
                + " the lowest " + kind.words().loss() + " in " + Folds.COUNT
                + "-fold cross-validation were chosen, the simpler in a tie.";
    }

    private static String terms(Layout layout) {
        if (layout.categorical().length == 0) {
            return "the standardised features";
        }
        String categories = "a column of 0 and 1 for each category";
        return layout.numbers().length == 0 ? categories : "the standardised numbers and " + categories;
    }

    private static String products(Layout layout) {
        return layout.categorical().length == 0
                ? ", their squares and the products of every two"
                : ", the squares of the numbers and the products of every two columns of different features";
    }

    /** How the metrics were measured. */
    static String protocol(Evaluation evaluation, Kind kind) {
        return Folds.COUNT + "-fold cross-validation over all " + evaluation.rows()
                + " rows, each answered by a model fitted to the other folds, scaling included; equal rows in one fold, "
                + kind.words().spread() + " spread evenly, shuffled with seed " + Folds.SEED
                + "; the same folds on which degree and L2 were chosen";
    }

    /** What a user of the answers should know of the training. */
    static List<String> remarks(CrossValidation.Result chosen, Groups groups, LabelledRows data, List<String> names) {
        List<String> remarks = new ArrayList<>();
        remarks.add(errors(chosen.evaluation()));
        remarks.add("Degree and L2 were chosen by the same cross-validation that measured the model, which flatters its"
                + " numbers a little; no untouched test set remains.");
        if (chosen.candidate().l2() <= Candidate.FLOOR) {
            remarks.add("L2 ended at its floor of " + Digits.text(Candidate.FLOOR)
                    + (isFaultless(chosen.evaluation())
                            ? ": where classes can be told apart without error, less always fits better, and the data"
                                    + " cannot show whether probabilities near 0 and 1 are right."
                            : "; less might fit better still."));
        }
        if (chosen.evaluation() instanceof ClassEvaluation && groups.contradictions() > 0) {
            remarks.add("Different labels for equal rows: " + groups.contradictions()
                    + " of them, which no model can answer without error.");
        }
        List<String> constant = IntStream.range(0, names.size())
                .filter(i -> Statistics.of(data.size(), row -> data.row(row)[i]).isConstant())
                .mapToObj(names::get)
                .toList();
        if (!constant.isEmpty()) {
            remarks.add("The same in every row, and so without influence: " + String.join(", ", constant) + ".");
        }
        return remarks;
    }

    private static boolean isFaultless(Evaluation evaluation) {
        return evaluation instanceof ClassEvaluation classes && classes.errors() == 0;
    }

    private static String errors(Evaluation evaluation) {
        return evaluation instanceof ClassEvaluation classes
                ? wrongAnswers(classes)
                : deviations((ValueEvaluation) evaluation);
    }

    private static String deviations(ValueEvaluation evaluation) {
        return "In cross-validation half of the answers were off by at most " + Digits.text(evaluation.half())
                + ", and nine in ten by at most " + Digits.text(evaluation.most()) + ".";
    }

    /** The errors among different rows: equal ones count once, since they tell nothing new. */
    private static String wrongAnswers(ClassEvaluation evaluation) {
        String counted = "In cross-validation " + evaluation.wrongGroups() + " of " + evaluation.groups()
                + " different rows were answered wrongly";
        return evaluation.wrongGroups() > 0
                ? counted + "."
                : counted + "; the share of errors on rows of the same kind is below "
                        + upperBoundPercent(evaluation.groups()) + " % with 95 % confidence.";
    }

    /** The exact upper bound after no error in this many trials (Clopper and Pearson), rounded up. */
    private static String upperBoundPercent(int trials) {
        double bound = 100 * (1 - StrictMath.pow(0.05, 1.0 / trials));
        return new BigDecimal(bound)
                .round(new MathContext(3, RoundingMode.CEILING))
                .stripTrailingZeros()
                .toPlainString();
    }
}
