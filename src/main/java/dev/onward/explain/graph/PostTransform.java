package dev.onward.explain.graph;

import dev.onward.explain.graph.GraphValue.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The last step of an operator of ai.onnx.ml, as ONNX Runtime 1.28 performs it. */
enum PostTransform {
    NONE,
    SOFTMAX,
    LOGISTIC,
    SOFTMAX_ZERO,
    PROBIT;

    static PostTransform named(String name) {
        for (PostTransform transform : values()) {
            if (transform.name().equals(name)) {
                return transform;
            }
        }
        throw new UnreadableGraphException("its post-transform is not supported");
    }

    /** The transform of this number in a TreeEnsemble. */
    static PostTransform numbered(int number) {
        if (number < 0 || number >= values().length) {
            throw new UnreadableGraphException("its post-transform is not supported");
        }
        return values()[number];
    }

    /** Transforms the scores of at least two classes or targets. */
    Rows apply(List<LinearCombination> scores) {
        return Rows.matrix(
                switch (this) {
                    case NONE -> scores;
                    case LOGISTIC -> scores.stream().map(Link.Sigmoid::new).toList();
                    case PROBIT -> scores.stream().map(Link.Probit::new).toList();
                    case SOFTMAX -> softmax(scores);
                    case SOFTMAX_ZERO -> softmax(scores, true);
                });
    }

    /** Transforms values, of which a single one is changed only by PROBIT. */
    Rows applyToValues(List<LinearCombination> scores) {
        return scores.size() > 1 || this == PROBIT ? apply(scores) : NONE.apply(scores);
    }

    /**
     * Computes the scores of two classes from one sum.
     *
     * @param isShare whether the sum is a share of 1, which the runtime assumes of weights that are never negative
     */
    Rows binary(LinearCombination sum, boolean isShare) {
        LinearCombination negative = sum.times(-1);
        return switch (this) {
            case LOGISTIC -> Rows.matrix(List.of(new Link.Sigmoid(negative), new Link.Sigmoid(sum)));
            case PROBIT -> throw new UnreadableGraphException("it applies probit to a single score for two classes");
            default -> Rows.matrix(List.of(isShare ? negative.plus(LinearCombination.constant(1)) : negative, sum));
        };
    }

    /** The probabilities of classes by the softmax function. */
    static List<Link> softmax(List<LinearCombination> scores) {
        return scores.size() == 2
                ? List.of(
                        new Link.Sigmoid(scores.get(0).minus(scores.get(1))),
                        new Link.Sigmoid(scores.get(1).minus(scores.get(0))))
                : softmax(scores, false);
    }

    private static List<Link> softmax(List<LinearCombination> scores, boolean skipsZeros) {
        return new ArrayList<>(IntStream.range(0, scores.size())
                .mapToObj(position -> new Link.Softmax(scores, position, skipsZeros))
                .toList());
    }
}
