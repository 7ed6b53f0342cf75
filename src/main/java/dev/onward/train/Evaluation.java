package dev.onward.train;

import java.util.List;

/** Measures of the predictions of cross-validation. */
sealed interface Evaluation permits ClassEvaluation, ValueEvaluation {

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
}
