package dev.onward.train;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/**
 * Binary logistic regression with an L2 penalty. The weights minimise the sum over rows of the log-loss plus L2/2 times
 * the sum of their squares; the last weight, the intercept, is free of the penalty. The objective is convex, so that
 * Newton's method with step halving finds its one minimum.
 */
final class LogisticRegression {

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 50;

    /** About twice how far the objective, a sum over rows, may be from its minimum. */
    private static final double PRECISION = 1e-12;

    private final double[][] terms;
    private final int[] classes;
    private final double l2;
    private final int size;

    private LogisticRegression(double[][] terms, int[] classes, double l2) {
        this.terms = terms;
        this.classes = classes;
        this.l2 = l2;
        size = terms[0].length;
    }

    /**
     * The weights of the terms.
     *
     * @param terms [rows, terms], the last of each row being the constant 1
     * @param classes of each row, 0 or 1, both of which occur
     */
    static double[] fit(double[][] terms, int[] classes, double l2) {
        return new LogisticRegression(terms, classes, l2).minimise();
    }

    private double[] minimise() {
        double[] weights = new double[size];
        double objective = objective(weights);
        for (int i = 0; i < MOST_STEPS; i++) {
            double[] gradient = new double[size];
            double[] hessian = new double[size * size];
            differentiate(weights, gradient, hessian);
            double[] step = solve(hessian, gradient);
            // Gradient times step is about twice what is left to gain.
            if (Logistic.score(gradient, step) <= PRECISION) {
                return weights;
            }
            double[] better = descend(weights, step, objective);
            double lower = objective(better);
            if (lower >= objective) {
                return weights;
            }
            weights = better;
            objective = lower;
        }
        throw new FitException("the fit did not converge in " + MOST_STEPS + " steps");
    }

    /** Goes the step, or the first half, quarter, ... of it that leads downwards. */
    private double[] descend(double[] weights, double[] step, double objective) {
        double[] moved = weights;
        double length = 1;
        for (int i = 0; i < MOST_HALVINGS; i++) {
            moved = new double[size];
            for (int j = 0; j < size; j++) {
                moved[j] = weights[j] - length * step[j];
            }
            if (objective(moved) < objective) {
                return moved;
            }
            length /= 2;
        }
        return moved;
    }

    double objective(double[] weights) {
        double sum = 0;
        for (int row = 0; row < terms.length; row++) {
            sum += Logistic.logLoss(Logistic.score(weights, terms[row]), classes[row]);
        }
        double squares = 0;
        for (int i = 0; i < size - 1; i++) {
            squares += weights[i] * weights[i];
        }
        return sum + l2 / 2 * squares;
    }

    /** Fills in the gradient and the Hessian. */
    private void differentiate(double[] weights, double[] gradient, double[] hessian) {
        for (int row = 0; row < terms.length; row++) {
            double[] x = terms[row];
            double probability = Logistic.sigmoid(Logistic.score(weights, x));
            double residual = probability - classes[row];
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
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                hessian[j * size + i] = hessian[i * size + j];
            }
        }
    }

    private double[] solve(double[] hessian, double[] gradient) {
        // Named outright: EJML's factory may choose another algorithm, with other sums, for another size.
        LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(new CholeskyDecompositionInner_DDRM(true));
        if (!solver.setA(DMatrixRMaj.wrap(size, size, hessian))) {
            throw new FitException("the fit has no unique solution");
        }
        DMatrixRMaj step = new DMatrixRMaj(size, 1);
        solver.solve(DMatrixRMaj.wrap(size, 1, gradient.clone()), step);
        return step.getData();
    }
}
