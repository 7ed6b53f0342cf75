package dev.onward.train;

import java.util.stream.IntStream;

/** A fitted model in double precision: scaling, terms, and for each of its outputs a weight of every term. */
final class LinearModel {

    private final Scaling scaling;
    private final Expansion expansion;
    private final double[][] weights;

    private LinearModel(Scaling scaling, Expansion expansion, double[][] weights) {
        this.scaling = scaling;
        this.expansion = expansion;
        this.weights = weights;
    }

    /** Fits everything, the scaling too, to these rows alone. */
    static LinearModel fit(LabelledRows data, Candidate candidate, Kind kind) {
        Scaling scaling = Scaling.fit(data);
        Expansion expansion = new Expansion(candidate.degree(), data.layout());
        double[][] terms = IntStream.range(0, data.size())
                .mapToObj(row -> expansion.apply(scaling.apply(data.row(row))))
                .toArray(double[][]::new);
        return new LinearModel(scaling, expansion, kind.fit(terms, data, candidate.l2()));
    }

    /** The weighted sums of the row's terms, of which its kind makes an answer. */
    double[] outputs(double[] row) {
        double[] terms = expansion.apply(scaling.apply(row));
        double[] outputs = new double[weights.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = sum(weights[i], terms);
        }
        return outputs;
    }

    Scaling scaling() {
        return scaling;
    }

    Expansion expansion() {
        return expansion;
    }

    /** [outputs, terms], the last of each output being its intercept. Not to be changed. */
    double[][] weights() {
        return weights;
    }

    /** The weighted sum of the terms. */
    static double sum(double[] weights, double[] terms) {
        double sum = 0;
        for (int i = 0; i < terms.length; i++) {
            sum += weights[i] * terms[i];
        }
        return sum;
    }
}
