package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;

/**
 * Binary logistic regression with an L2 penalty. The weights minimise the sum over rows of the log-loss plus L2/2 times
 * the sum of their squares; the last weight, the intercept, is not penalised.
 */
final class LogisticRegression implements Newton.Function {

    private final double[][] terms;
    private final LabelledRows data;
    private final double l2;
    private final int size;

    private LogisticRegression(double[][] terms, LabelledRows data, double l2) {
        this.terms = terms;
        this.data = data;
        this.l2 = l2;
        size = terms[0].length;
    }

    /**
     * Fits the weights of the terms.
     *
     * @param terms [rows, terms], the last of each row being the constant 1
     * @param data with rows of both classes
     */
    static double[] fit(double[][] terms, LabelledRows data, double l2) {
        return Newton.minimise(new LogisticRegression(terms, data, l2));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public double at(double[] weights) {
        double sum = 0;
        for (int row = 0; row < terms.length; row++) {
            sum += Logistic.logLoss(LinearModel.sum(weights, terms[row]), data.classOf(row));
        }
        double squares = 0;
        for (int i = 0; i < size - 1; i++) {
            squares += weights[i] * weights[i];
        }
        return sum + l2 / 2 * squares;
    }

    @Override
    public void differentiate(double[] weights, double[] gradient, double[] hessian) {
        for (int row = 0; row < terms.length; row++) {
            double[] x = terms[row];
            double probability = Logistic.sigmoid(LinearModel.sum(weights, x));
            double residual = probability - data.classOf(row);
            double curvature = probability * (1 - probability);
            for (int i = 0; i < size; i++) {
                gradient[i] += residual * x[i];
                double scaled = curvature * x[i];
                int start = i * size;
                for (int j = 0; j <= i; j++) {
                    hessian[start + j] += scaled * x[j];
                }
            }
        }
        for (int i = 0; i < size - 1; i++) {
            gradient[i] += l2 * weights[i];
            hessian[i * size + i] += l2;
        }
    }
}
