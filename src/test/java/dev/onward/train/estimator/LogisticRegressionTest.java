package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

    private static final double[][] TERMS = {
        {-1.5, 2, 1}, {-1, -1, 1}, {-0.5, 0, 1}, {0, 1, 1}, {0.5, -2, 1}, {1, 0.5, 1}, {1.5, 3, 1}
    };
    private static final int[] CLASSES = {0, 0, 1, 0, 1, 1, 1};

    @Test
    void hasNoGradientAtTheOptimum() {
        double l2 = 0.3;

        double[] weights = fit(TERMS, CLASSES, l2);

        for (int i = 0; i < weights.length; i++) {
            double gradient = i < 2 ? l2 * weights[i] : 0;
            for (int row = 0; row < TERMS.length; row++) {
                double probability = Logistic.sigmoid(LinearModel.sum(weights, TERMS[row]));
                gradient += (probability - CLASSES[row]) * TERMS[row][i];
            }
            assertThat(gradient).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void doesNotPenaliseTheIntercept() {
        double[] weights = fit(new double[][] {{1}, {1}, {1}, {1}}, new int[] {1, 1, 1, 0}, 1e6);

        assertThat(weights[0]).isCloseTo(StrictMath.log(3), within(1e-6));
    }

    @Test
    void convergesOnSeparableRows() {
        double[] weights = fit(new double[][] {{-1, 1}, {1, 1}}, new int[] {0, 1}, 1e-6);

        assertThat(LinearModel.sum(weights, new double[] {1, 1}))
                .isGreaterThan(5)
                .isFinite();
    }

    @Test
    void keepsSmallProbabilitiesAndLargeLosses() {
        assertThat(Logistic.sigmoid(-700)).isEqualTo(StrictMath.exp(-700));
        assertThat(Logistic.logLoss(-1000, 1)).isEqualTo(1000);
        assertThat(Logistic.logLoss(40, 1)).isEqualTo(StrictMath.exp(-40));
    }

    private static double[] fit(double[][] terms, int[] classes, double l2) {
        return LogisticRegression.fit(terms, LabelledRows.ofClasses(new DesignColumns(0, 0), terms, classes, 2), l2);
    }
}
