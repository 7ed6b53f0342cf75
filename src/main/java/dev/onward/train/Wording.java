package dev.onward.train;

import dev.onward.dataset.Digits;
import dev.onward.dataset.NumericProfile;
import dev.onward.model.card.Task;
import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import dev.onward.train.estimator.Candidate;
import dev.onward.train.estimator.CrossValidation;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.Evaluation;
import dev.onward.train.estimator.Folds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sentences about a training, for card and report. Most are in the committed model file, which a test compares byte
 * by byte.
 */
final class Wording {

    private Wording() {}

    /** The method, its objective, and the choice of its hyperparameters. */
    static String method(Candidate chosen, Estimator estimator, DesignColumns design) {
        String terms = terms(design) + (chosen.degree() == 1 ? "" : products(design));
        String degrees = Candidate.triesSquares(design, estimator.outputs())
                ? "degree (1 or 2)"
                : "degree (only 1, because 2 would need more than " + Candidate.MAX_WEIGHTS_SQUARED + " weights)";
        String strengths = Candidate.STRENGTHS.stream().map(Digits::text).collect(Collectors.joining(", "));
        return estimator.description().method() + " on " + terms + " (" + chosen + "). The weights minimise "
                + estimator.description().objective() + " plus L2/2 times the sum of their squares; "
                + (estimator.outputs() == 1 ? "the intercept is" : "the intercepts are") + " not regularised. The "
                + degrees + " and L2 (" + strengths + ") were chosen to minimise the "
                + estimator.description().loss() + " in " + Folds.COUNT
                + "-fold cross-validation, with ties resolved in favour of the simpler model.";
    }

    private static String terms(DesignColumns design) {
        if (design.categorical().length == 0) {
            return "the standardised features";
        }
        String categories = "the one-hot encoded categories";
        return design.numbers().length == 0 ? categories : "the standardised numbers and " + categories;
    }

    private static String products(DesignColumns design) {
        return design.categorical().length == 0
                ? ", their squares and pairwise products"
                : ", the squares of the numbers and the pairwise products of columns of different features";
    }

    /** The protocol by which the metrics were measured. */
    static String protocol(Evaluation evaluation, Estimator estimator) {
        return Folds.COUNT + "-fold cross-validation over all " + evaluation.rows()
                + " rows; each row is predicted by a model fitted to the other folds (including the scaling); equal"
                + " rows are in the same fold; stratified by "
                + estimator.description().strata()
                + "; shuffled with seed " + Folds.SEED + "; degree and L2 were chosen on the same folds";
    }

    /** Facts about the training that users of the predictions should know. */
    static List<String> remarks(
            CrossValidation.Result chosen,
            Estimator estimator,
            RowGroups groups,
            LabelledRows data,
            List<String> names) {
        List<String> remarks = new ArrayList<>();
        remarks.add(chosen.evaluation().remark());
        remarks.add("Degree and L2 were chosen in the same cross-validation that evaluated the model, so the metrics"
                + " are slightly optimistic; there is no separate test set.");
        if (chosen.candidate().l2() <= Candidate.MIN_L2) {
            remarks.add("The chosen L2 is the smallest value tried, " + Digits.text(Candidate.MIN_L2)
                    + (chosen.evaluation().isWithoutError()
                            ? ": the classes can be separated without error, so a smaller value would fit even better,"
                                    + " and the data cannot show whether probabilities near 0 and 1 are correct."
                            : "; a smaller value might fit better."));
        }
        if (estimator.task() == Task.CLASSIFICATION && groups.contradictions() > 0) {
            remarks.add("Rows that occur with more than one label: " + groups.contradictions()
                    + ". No model can predict all of them correctly.");
        }
        List<String> constant = IntStream.range(0, names.size())
                .filter(i ->
                        NumericProfile.of(data.size(), row -> data.row(row)[i]).isConstant())
                .mapToObj(names::get)
                .toList();
        if (!constant.isEmpty()) {
            remarks.add("Constant columns, which do not influence predictions: " + String.join(", ", constant) + ".");
        }
        return remarks;
    }
}
