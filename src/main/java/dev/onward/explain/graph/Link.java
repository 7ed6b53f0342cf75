package dev.onward.explain.graph;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A function that an output applies to sums: the link of a generalised linear model. The sums are explained, not the
 * result, since contributions add up only before the link.
 */
sealed interface Link extends Quantity {

    /** The sum that is explained. */
    LinearCombination explained();

    Space space();

    /**
     * The output for a row, in double precision.
     *
     * @param value the value of the explained sum
     * @param others computes the other sums for the same row
     */
    double output(double value, ToDoubleFunction<LinearCombination> others);

    /** The logistic function. */
    record Sigmoid(LinearCombination explained) implements Link {

        @Override
        public Space space() {
            return Space.LOG_ODDS;
        }

        @Override
        public double output(double value, ToDoubleFunction<LinearCombination> others) {
            return 1 / (1 + Math.exp(-value));
        }
    }

    /** The exponential function. */
    record Exponential(LinearCombination explained) implements Link {

        @Override
        public Space space() {
            return Space.LOG_VALUE;
        }

        @Override
        public double output(double value, ToDoubleFunction<LinearCombination> others) {
            return Math.exp(value);
        }
    }

    /**
     * The softmax function over at least three classes; for two, it is the logistic function of the difference.
     *
     * @param skipsZeros whether classes with a score of 0 keep 0 (SOFTMAX_ZERO)
     */
    record Softmax(List<LinearCombination> scores, int position, boolean skipsZeros) implements Link {

        /** The runtime's limit below which a score counts as 0. */
        private static final double ZERO = 1e-7f;

        @Override
        public LinearCombination explained() {
            return scores.get(position);
        }

        @Override
        public Space space() {
            return Space.SOFTMAX_SCORE;
        }

        @Override
        public double output(double value, ToDoubleFunction<LinearCombination> others) {
            double[] values = scores.stream().mapToDouble(others).toArray();
            values[position] = value;
            double highest = Double.NEGATIVE_INFINITY;
            for (double score : values) {
                highest = Math.max(highest, score);
            }
            double total = 0;
            for (double score : values) {
                total += isSkipped(score) ? 0 : Math.exp(score - highest);
            }
            return (isSkipped(value) ? value * Math.exp(-highest) : Math.exp(value - highest)) / total;
        }

        private boolean isSkipped(double score) {
            return skipsZeros && Math.abs(score) <= ZERO;
        }
    }

    /**
     * The probit function, with the approximation of the inverse error function that the runtime uses (Winitzki, "A
     * handy approximation for the error function and its inverse", 2008).
     */
    record Probit(LinearCombination explained) implements Link {

        private static final double A = 0.147f;
        private static final double PI = 3.14159f;

        @Override
        public Space space() {
            return Space.PROBIT_SCORE;
        }

        @Override
        public double output(double value, ToDoubleFunction<LinearCombination> others) {
            double x = 2 * value - 1;
            double log = Math.log((1 - x) * (1 + x));
            double v = 2 / (PI * A) + 0.5 * log;
            double root = Math.sqrt(-v + Math.sqrt(v * v - log / A));
            return Math.sqrt(2) * (x < 0 ? -root : root);
        }
    }

    /**
     * A probability divided by the sum of the probabilities of all classes.
     *
     * @param part one of them
     */
    record Share(Link part, List<Link> all) implements Link {

        @Override
        public LinearCombination explained() {
            return part.explained();
        }

        @Override
        public Space space() {
            return all.size() > 2 && part.space() == Space.LOG_ODDS ? Space.LOG_ODDS_AGAINST_REST : part.space();
        }

        @Override
        public double output(double value, ToDoubleFunction<LinearCombination> others) {
            double own = part.output(value, others);
            double total = 0;
            for (Link link : all) {
                total += link.equals(part) ? own : link.output(others.applyAsDouble(link.explained()), others);
            }
            return own / total;
        }
    }
}
