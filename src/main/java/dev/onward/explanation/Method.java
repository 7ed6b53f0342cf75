package dev.onward.explanation;

/** The method by which contributions were computed. */
public enum Method {
    /** From the coefficients of a linear model, and of its products of two columns. */
    LINEAR("exact, linear"),
    /** From the leaves of trees. */
    TREES("exact, trees"),
    /** From the answers to all combinations of the features' values. */
    ENUMERATION("exact, all combinations"),
    /** From the answers to random combinations. */
    SAMPLING("estimated, random combinations");

    private final String title;

    Method(String title) {
        this.title = title;
    }

    /** The name in explanations. */
    public String title() {
        return title;
    }
}
