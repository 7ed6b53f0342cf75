package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;
import java.util.stream.IntStream;

/** A fitted model in double precision: scaling, polynomial features, and for each output a weight of every term. */
public final class LinearModel {

    private final Scaling scaling;
    private final PolynomialFeatures polynomial;
    private final double[][] weights;

    private LinearModel(Scaling scaling, PolynomialFeatures polynomial, double[][] weights) {
        this.scaling = scaling;
        this.polynomial = polynomial;
        this.weights = weights;
    }

    /**
     * Fits everything, including the scaling, to these rows.
     *
     * @throws FitException if there is no unique optimum
     */
    public static LinearModel fit(LabelledRows data, Candidate candidate, Estimator estimator) {
        Scaling scaling = Scaling.fit(data);
        PolynomialFeatures polynomial = new PolynomialFeatures(candidate.degree(), data.design());
        double[][] terms = IntStream.range(0, data.size())
                .mapToObj(row -> polynomial.apply(scaling.apply(data.row(row))))
                .toArray(double[][]::new);
        return new LinearModel(scaling, polynomial, estimator.fit(terms, data, candidate.l2()));
    }

    /** The weighted sums of the row's terms, from which the estimator makes a prediction. */
    public double[] outputs(double[] row) {
        double[] terms = polynomial.apply(designRow(row));
        double[] outputs = new double[weights.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = sum(weights[i], terms);
        }
        return outputs;
    }

    /** The row of the design matrix, [columns], for an encoded row. */
    public double[] designRow(double[] row) {
        return scaling.apply(row);
    }

    Scaling scaling() {
        return scaling;
    }

    PolynomialFeatures polynomial() {
        return polynomial;
    }

    /** [outputs, terms], the last of each output being its intercept. Must not be modified. */
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
