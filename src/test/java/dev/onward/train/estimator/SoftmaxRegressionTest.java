package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {

    private static final double[][] TERMS = {
        {-1.5, 2, 1}, {-1, -1, 1}, {-0.5, 0, 1}, {0, 1, 1}, {0.5, -2, 1}, {1, 0.5, 1}, {1.5, 3, 1}
    };

    @Test
    void hasNoGradientAtTheOptimum() {
        int[] classes = {0, 2, 1, 0, 1, 2, 1};
        double l2 = 0.3;

        double[][] weights = fit(classes, 3, l2);

        for (int i = 0; i < 3; i++) {
            for (int term = 0; term < 3; term++) {
                double gradient = term < 2 ? l2 * weights[i][term] : 0;
                for (int row = 0; row < TERMS.length; row++) {
                    double probability = Softmax.probabilities(scores(weights, TERMS[row]))[i];
                    gradient += (probability - (classes[row] == i ? 1 : 0)) * TERMS[row][term];
                }
                assertThat(gradient).isCloseTo(0, within(1e-6));
            }
        }
        assertThat(weights[0][2] + weights[1][2] + weights[2][2]).isCloseTo(0, within(1e-9));
    }

    /** Each class has half of the weights' difference, so the penalty is half as strong. */
    @Test
    void isLogisticRegressionForTwoClasses() {
        int[] classes = {0, 0, 1, 0, 1, 1, 1};
        LabelledRows data = LabelledRows.ofClasses(new DesignColumns(0, 0), TERMS, classes, 2);

        double[][] weights = fit(classes, 2, 0.5);

        double[] logistic = LogisticRegression.fit(TERMS, data, 0.25);
        for (int term = 0; term < 3; term++) {
            assertThat(weights[1][term] - weights[0][term]).isCloseTo(logistic[term], within(1e-6));
        }
    }

    /** Without terms the probabilities are the classes' shares, at any penalty. */
    @Test
    void doesNotPenaliseTheIntercepts() {
        double[][] terms = {{1}, {1}, {1}, {1}, {1}, {1}};
        LabelledRows data = LabelledRows.ofClasses(new DesignColumns(), terms, new int[] {0, 0, 0, 1, 1, 2}, 3);

        double[][] weights = SoftmaxRegression.fit(terms, data, 1e6);

        double[] shares = Softmax.probabilities(scores(weights, terms[0]));
        assertThat(shares[0]).isCloseTo(3 / 6.0, within(1e-6));
        assertThat(shares[1]).isCloseTo(2 / 6.0, within(1e-6));
        assertThat(shares[2]).isCloseTo(1 / 6.0, within(1e-6));
    }

    @Test
    void keepsSmallProbabilitiesAndLargeLosses() {
        assertThat(Softmax.probabilities(new double[] {1e12, 1e12 - 700, 0}))
                .containsExactly(1, StrictMath.exp(-700), 0);
        assertThat(Softmax.logLoss(new double[] {0, 1000, 0}, 0)).isEqualTo(1000);
        assertThat(Softmax.logLoss(new double[] {0, 40}, 1)).isEqualTo(StrictMath.exp(-40));
    }

    private static double[][] fit(int[] classes, int count, double l2) {
        return SoftmaxRegression.fit(TERMS, LabelledRows.ofClasses(new DesignColumns(0, 0), TERMS, classes, count), l2);
    }

    private static double[] scores(double[][] weights, double[] terms) {
        double[] scores = new double[weights.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = LinearModel.sum(weights[i], terms);
        }
        return scores;
    }
}
