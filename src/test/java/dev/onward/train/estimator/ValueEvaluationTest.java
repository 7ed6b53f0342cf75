package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import org.junit.jupiter.api.Test;

class ValueEvaluationTest {

    @Test
    void computesTheMeasures() {
        LabelledRows data = LabelledRows.ofValues(
                new DesignColumns(0), new double[][] {{1}, {2}, {3}, {4}}, new double[] {1, 2, 3, 6});

        ValueEvaluation evaluation = ValueEvaluation.of(new double[] {1, 3, 1, 6.5}, data);

        // Errors 0, 1, 2 and 1/2; the values' variance is 14 / 4.
        assertThat(evaluation.loss()).isCloseTo(Math.sqrt(5.25 / 4), within(1e-12));
        assertThat(evaluation.errors().mean()).isEqualTo(0.875);
        assertThat(evaluation.r2()).isCloseTo(1 - 5.25 / 14, within(1e-12));
        assertThat(evaluation.errors().half()).isEqualTo(0.5);
        assertThat(evaluation.errors().nineTenths()).isEqualTo(2);
        assertThat(evaluation.summary()).isEqualTo("RMSE 1.14564, R2 0.625");
    }
}
