package dev.onward.train.estimator;

import java.util.List;

/** The measures of a candidate's predictions in cross-validation. */
public sealed interface Evaluation permits ClassEvaluation, ValueEvaluation {

    /**
     * A measure of a model's quality.
     *
     * @param name as on card and report
     */
    record Measure(String name, double value) {}

    /** The number of predictions. */
    int rows();

    /** The loss that compares candidates; lower is better. */
    double loss();

    List<Measure> measures();

    /** The most important measures in one line. */
    String summary();

    /** The errors in a sentence, for card and report. */
    String remark();

    /** Counts by true class and predicted class, [classes, classes]; empty for predicted values. */
    default List<List<Long>> confusion() {
        return List.of();
    }

    /** Checks whether every prediction is the true class. Always false for predicted values. */
    default boolean isWithoutError() {
        return false;
    }
}
