package dev.onward.train;

import java.util.List;

/** How good the answers were that models gave to rows which they had not seen. */
sealed interface Evaluation permits ClassEvaluation, ValueEvaluation {

    int rows();

    /** By what candidates are compared; lower is better. */
    double loss();

    List<Measure> measures();

    /** The measures that count, in a few words. */
    String summary();
}
