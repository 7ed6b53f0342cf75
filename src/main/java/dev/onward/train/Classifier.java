package dev.onward.train;

import java.util.stream.IntStream;

/** A fitted classifier of two classes, in double precision: scaling, terms and their weights. */
final class Classifier {

    private final Scaling scaling;
    private final Expansion expansion;
    private final double[] weights;

    private Classifier(Scaling scaling, Expansion expansion, double[] weights) {
        this.scaling = scaling;
        this.expansion = expansion;
        this.weights = weights;
    }

    /** Fits everything, the scaling too, to these rows alone. */
    static Classifier fit(LabelledRows data, Candidate candidate) {
        Scaling scaling = Scaling.fit(data);
        Expansion expansion = new Expansion(candidate.degree(), data.features());
        double[][] terms = IntStream.range(0, data.size())
                .mapToObj(row -> expansion.apply(scaling.apply(data.row(row))))
                .toArray(double[][]::new);
        int[] classes = IntStream.range(0, data.size()).map(data::classOf).toArray();
        return new Classifier(scaling, expansion, LogisticRegression.fit(terms, classes, candidate.l2()));
    }

    /** The log of the odds of class 1. */
    double score(double[] row) {
        return Logistic.score(weights, expansion.apply(scaling.apply(row)));
    }

    Scaling scaling() {
        return scaling;
    }

    Expansion expansion() {
        return expansion;
    }

    /** One for each term, the last being the intercept. Not to be changed. */
    double[] weights() {
        return weights;
    }
}
