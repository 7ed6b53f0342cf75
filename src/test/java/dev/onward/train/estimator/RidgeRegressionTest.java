package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {

    /** The slope is the sum of x y over the sum of x x and the penalty: 10 / (10 + 2.5). */
    @Test
    void givesTheClosedFormOfOneTerm() {
        double[][] terms = {{-2, 1}, {-1, 1}, {0, 1}, {1, 1}, {2, 1}};
        double[] values = {1, 2, 3, 4, 5};

        double[] weights = fit(terms, values, 2.5);

        assertThat(weights[0]).isCloseTo(0.8, within(1e-12));
        assertThat(weights[1]).isCloseTo(3, within(1e-12));
    }

    @Test
    void hasNoGradientAtTheOptimum() {
        double[][] terms = {{-1.5, 2, 1}, {-1, -1, 1}, {-0.5, 0, 1}, {0, 1, 1}, {0.5, -2, 1}, {1, 0.5, 1}};
        double[] values = {3, -1, 4, 1, -5, 9};
        double l2 = 0.3;

        double[] weights = fit(terms, values, l2);

        for (int i = 0; i < 3; i++) {
            double gradient = i < 2 ? l2 * weights[i] : 0;
            for (int row = 0; row < terms.length; row++) {
                gradient += (LinearModel.sum(weights, terms[row]) - values[row]) * terms[row][i];
            }
            assertThat(gradient).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void keepsTheDigitsOfValuesFarFromZero() {
        double[][] terms = {{-1, 1}, {0, 1}, {1, 1}};
        double[] values = {1e9 - 0.5, 1e9, 1e9 + 0.5};

        double[] weights = fit(terms, values, 0);

        assertThat(weights[0]).isCloseTo(0.5, within(1e-9));
        assertThat(weights[1]).isEqualTo(1e9);
    }

    private static double[] fit(double[][] terms, double[] values, double l2) {
        return RidgeRegression.fit(terms, LabelledRows.ofValues(new DesignColumns(0, 0), terms, values), l2);
    }
}
