package dev.onward.train.estimator;

/** Newton's method with step halving, for the minimum of a convex function. */
final class Newton {

    private static final int MAX_STEPS = 100;
    private static final int MAX_HALVINGS = 50;

    /** About twice the accepted distance of the function, a sum over rows, from its minimum. */
    private static final double PRECISION = 1e-12;

    private final Function function;

    private Newton(Function function) {
        this.function = function;
    }

    /** A convex function of weights. */
    interface Function {

        /** The number of weights. */
        int size();

        double at(double[] weights);

        /**
         * Adds the gradient, [size], and the lower triangle of the Hessian, [size, size] row-major, to arrays of zeros.
         */
        void differentiate(double[] weights, double[] gradient, double[] hessian);
    }

    /**
     * The weights at the minimum.
     *
     * @throws FitException if there is no unique minimum, or 100 steps did not reach it
     */
    static double[] minimise(Function function) {
        return new Newton(function).minimise();
    }

    private double[] minimise() {
        int size = function.size();
        double[] weights = new double[size];
        double value = function.at(weights);
        for (int i = 0; i < MAX_STEPS; i++) {
            double[] gradient = new double[size];
            double[] hessian = new double[size * size];
            function.differentiate(weights, gradient, hessian);
            double[] step = Cholesky.solve(hessian, gradient);
            // The product of gradient and step is about twice the distance from the minimum.
            if (LinearModel.sum(gradient, step) <= PRECISION) {
                return weights;
            }
            double[] better = descend(weights, step, value);
            double lower = function.at(better);
            if (lower >= value) {
                return weights;
            }
            weights = better;
            value = lower;
        }
        throw new FitException("the fit did not converge in " + MAX_STEPS + " steps");
    }

    /** Takes the step, or the first half, quarter, ... of it that decreases the function. */
    private double[] descend(double[] weights, double[] step, double value) {
        double[] moved = weights;
        double length = 1;
        for (int i = 0; i < MAX_HALVINGS; i++) {
            moved = new double[weights.length];
            for (int j = 0; j < moved.length; j++) {
                moved[j] = weights[j] - length * step[j];
            }
            if (function.at(moved) < value) {
                return moved;
            }
            length /= 2;
        }
        return moved;
    }
}
