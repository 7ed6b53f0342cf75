package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void measuresAsByHand() {
        LabelledRows data = new LabelledRows(new double[][] {{1}, {2}, {3}, {4}, {4}}, new int[] {0, 0, 1, 1, 1});
        double odds = StrictMath.log(3);
        double[] scores = {-odds, odds, odds, 0, 0};

        Evaluation evaluation = Evaluation.of(scores, data, Groups.of(data));

        assertThat(evaluation.errors()).isEqualTo(3);
        assertThat(evaluation.accuracy()).isEqualTo(0.4);
        assertThat(evaluation.confusion()).isEqualTo(List.of(List.of(1L, 1L), List.of(2L, 1L)));
        assertThat(evaluation.wrongGroups()).isEqualTo(2);
        // (2 ln 4/3 + ln 4 + 2 ln 2) / 5 and (2 / 16 + 9 / 16 + 2 / 4) / 5
        assertThat(evaluation.logLoss()).isCloseTo(0.66959057, within(1e-8));
        assertThat(evaluation.brier()).isCloseTo(0.2375, within(1e-12));
        // Of six pairs three are in order, one is a tie and two are not.
        assertThat(evaluation.auc()).isCloseTo(3.5 / 6, within(1e-12));
    }
}
