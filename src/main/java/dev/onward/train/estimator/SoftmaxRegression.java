package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;
import java.util.Arrays;

/**
 * Multinomial logistic regression with an L2 penalty. The weights minimise the sum over rows of the log-loss plus L2/2
 * times the sum of their squares. Each class has a weight of every term, the last being its intercept. Intercepts are
 * not penalised; because only their differences matter, their sum is fixed at 0.
 */
final class SoftmaxRegression implements Newton.Function {

    private final double[][] terms;
    private final LabelledRows data;
    private final double l2;
    private final int classes;
    private final int width;

    private SoftmaxRegression(double[][] terms, LabelledRows data, double l2) {
        this.terms = terms;
        this.data = data;
        this.l2 = l2;
        classes = data.classes();
        width = terms[0].length;
    }

    /**
     * Fits the weights of the terms, [classes, terms].
     *
     * @param terms [rows, terms], the last of each row being the constant 1
     * @param data with rows of every class
     */
    static double[][] fit(double[][] terms, LabelledRows data, double l2) {
        SoftmaxRegression regression = new SoftmaxRegression(terms, data, l2);
        return regression.byClass(Newton.minimise(regression));
    }

    @Override
    public int size() {
        return classes * width;
    }

    @Override
    public double at(double[] weights) {
        double[][] byClass = byClass(weights);
        double sum = 0;
        for (int row = 0; row < terms.length; row++) {
            sum += Softmax.logLoss(scores(byClass, terms[row]), data.classOf(row));
        }
        double squares = 0;
        double intercepts = 0;
        for (double[] ofClass : byClass) {
            for (int i = 0; i < width - 1; i++) {
                squares += ofClass[i] * ofClass[i];
            }
            intercepts += ofClass[width - 1];
        }
        return sum + l2 / 2 * squares + intercepts * intercepts / 2;
    }

    @Override
    public void differentiate(double[] weights, double[] gradient, double[] hessian) {
        double[][] byClass = byClass(weights);
        for (int row = 0; row < terms.length; row++) {
            double[] probabilities = Softmax.probabilities(scores(byClass, terms[row]));
            for (int i = 0; i < classes; i++) {
                double residual = probabilities[i] - (data.classOf(row) == i ? 1 : 0);
                for (int term = 0; term < width; term++) {
                    gradient[i * width + term] += residual * terms[row][term];
                }
                for (int j = 0; j <= i; j++) {
                    double curvature = probabilities[i] * ((i == j ? 1 : 0) - probabilities[j]);
                    addBlock(hessian, i, j, curvature, terms[row]);
                }
            }
        }
        addPenalty(byClass, gradient, hessian);
    }

    /** Adds a row's second derivatives by the weights of two classes. */
    private void addBlock(double[] hessian, int classPosition, int other, double curvature, double[] x) {
        for (int i = 0; i < width; i++) {
            double scaled = curvature * x[i];
            int start = (classPosition * width + i) * size() + other * width;
            int end = classPosition == other ? i + 1 : width;
            for (int j = 0; j < end; j++) {
                hessian[start + j] += scaled * x[j];
            }
        }
    }

    private void addPenalty(double[][] byClass, double[] gradient, double[] hessian) {
        double intercepts = 0;
        for (double[] ofClass : byClass) {
            intercepts += ofClass[width - 1];
        }
        for (int i = 0; i < classes; i++) {
            for (int term = 0; term < width - 1; term++) {
                int position = i * width + term;
                gradient[position] += l2 * byClass[i][term];
                hessian[position * size() + position] += l2;
            }
            int intercept = i * width + width - 1;
            gradient[intercept] += intercepts;
            for (int j = 0; j <= i; j++) {
                hessian[intercept * size() + j * width + width - 1] += 1;
            }
        }
    }

    private double[][] byClass(double[] weights) {
        double[][] byClass = new double[classes][];
        for (int i = 0; i < classes; i++) {
            byClass[i] = Arrays.copyOfRange(weights, i * width, (i + 1) * width);
        }
        return byClass;
    }

    private static double[] scores(double[][] byClass, double[] x) {
        double[] scores = new double[byClass.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = LinearModel.sum(byClass[i], x);
        }
        return scores;
    }
}
