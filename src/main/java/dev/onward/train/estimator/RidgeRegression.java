package dev.onward.train.estimator;

import dev.onward.dataset.NumericProfile;
import dev.onward.train.data.LabelledRows;

/**
 * Linear regression with an L2 penalty. The weights minimise half the sum over rows of the squared error plus L2/2
 * times the sum of their squares; the last weight, the intercept, is not penalised.
 */
final class RidgeRegression {

    private RidgeRegression() {}

    /**
     * Fits the weights of the terms.
     *
     * @param terms [rows, terms], the last of each row being the constant 1
     */
    static double[] fit(double[][] terms, LabelledRows data, double l2) {
        int size = terms[0].length;
        double[] products = new double[size * size];
        double[] right = new double[size];
        // Subtracted here and added to the intercept, because values far from 0 would lose digits in the sums.
        double mean = NumericProfile.of(data.size(), data::value).mean();
        for (int row = 0; row < terms.length; row++) {
            double[] x = terms[row];
            double value = data.value(row) - mean;
            for (int i = 0; i < size; i++) {
                right[i] += value * x[i];
                int start = i * size;
                for (int j = 0; j <= i; j++) {
                    products[start + j] += x[i] * x[j];
                }
            }
        }
        for (int i = 0; i < size - 1; i++) {
            products[i * size + i] += l2;
        }
        double[] weights = Cholesky.solve(products, right);
        weights[size - 1] += mean;
        return weights;
    }
}
