package dev.onward.explain.graph;

/** The unit of the numbers of an explanation, in which contributions add up. */
public enum Space {
    /** The natural logarithm of p / (1 - p). */
    LOG_ODDS("log-odds"),
    /** The log-odds of a class against all others, before the probabilities of all classes are divided by their sum. */
    LOG_ODDS_AGAINST_REST("log-odds against the other classes"),
    /** The score of a class before the softmax over all classes. */
    SOFTMAX_SCORE("score before softmax"),
    /** The probability before the probit function, which the operators of ai.onnx.ml apply to it. */
    PROBIT_SCORE("score before probit"),
    PROBABILITY("probability"),
    /** A classifier's score of a class, not known to be a probability. */
    SCORE("score"),
    /** The natural logarithm of the value. */
    LOG_VALUE("logarithm of the value"),
    /** A regression model's value, in its own unit. */
    VALUE("value");

    private final String title;

    Space(String title) {
        this.title = title;
    }

    /** The name in answers. */
    public String title() {
        return title;
    }
}
