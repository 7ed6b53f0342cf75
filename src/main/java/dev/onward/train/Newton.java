package dev.onward.train;

/** Newton's method with step halving, which finds the one minimum of a convex function. */
final class Newton {

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 50;

    /** About twice how far the function, a sum over rows, may be from its minimum. */
    private static final double PRECISION = 1e-12;

    private final Function function;

    private Newton(Function function) {
        this.function = function;
    }

    /** A convex function of weights. */
    interface Function {

        /** How many weights there are. */
        int size();

        double at(double[] weights);

        /** Fills in the gradient [size] and the lower triangle of the Hessian [size, size], both full of zeros. */
        void differentiate(double[] weights, double[] gradient, double[] hessian);
    }

    /** @throws FitException if the minimum was not found in 100 steps, or there is none */
    static double[] minimise(Function function) {
        return new Newton(function).minimise();
    }

    private double[] minimise() {
        int size = function.size();
        double[] weights = new double[size];
        double value = function.at(weights);
        for (int i = 0; i < MOST_STEPS; i++) {
            double[] gradient = new double[size];
            double[] hessian = new double[size * size];
            function.differentiate(weights, gradient, hessian);
            double[] step = Cholesky.solve(hessian, gradient);
            // Gradient times step is about twice what is left to gain.
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
        throw new FitException("the fit did not converge in " + MOST_STEPS + " steps");
    }

    /** Goes the step, or the first half, quarter, ... of it that leads downwards. */
    private double[] descend(double[] weights, double[] step, double value) {
        double[] moved = weights;
        double length = 1;
        for (int i = 0; i < MOST_HALVINGS; i++) {
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
