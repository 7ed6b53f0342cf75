package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.model.card.Label;
import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassEvaluationTest {

    @Test
    void computesTheMeasuresOfTwoClasses() {
        LabelledRows data = LabelledRows.ofClasses(
                new DesignColumns(0), new double[][] {{1}, {2}, {3}, {4}, {4}}, new int[] {0, 0, 1, 1, 1}, 2);
        double odds = StrictMath.log(3);
        double[][] outputs = {{-odds}, {odds}, {odds}, {0}, {0}};

        ClassEvaluation evaluation =
                ClassEvaluation.of(new BinaryClassifier(labels("a", "b")), outputs, data, RowGroups.of(data));

        assertThat(evaluation.errors()).isEqualTo(3);
        assertThat(evaluation.accuracy()).isEqualTo(0.4);
        assertThat(evaluation.confusion()).isEqualTo(List.of(List.of(1L, 1L), List.of(2L, 1L)));
        assertThat(evaluation.distinct().wrong()).isEqualTo(2);
        // (2 ln 4/3 + ln 4 + 2 ln 2) / 5 and (2 / 16 + 9 / 16 + 2 / 4) / 5
        assertThat(evaluation.loss()).isCloseTo(0.66959057, within(1e-8));
        assertThat(evaluation.more().get(0).name()).isEqualTo("Brier score");
        assertThat(evaluation.more().get(0).value()).isCloseTo(0.2375, within(1e-12));
        // Of six pairs three are in order, one is a tie and two are not.
        assertThat(evaluation.more().get(1).name()).isEqualTo("AUC");
        assertThat(evaluation.more().get(1).value()).isCloseTo(3.5 / 6, within(1e-12));
    }

    @Test
    void computesTheMeasuresOfThreeClasses() {
        LabelledRows data = LabelledRows.ofClasses(
                new DesignColumns(0), new double[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 2, 2}, 3);
        double odds = StrictMath.log(2);
        double[][] outputs = {{odds, 0, 0}, {odds, 0, 0}, {0, 0, odds}, {0, 0, 0}};

        ClassEvaluation evaluation =
                ClassEvaluation.of(new MulticlassClassifier(labels("a", "b", "c")), outputs, data, RowGroups.of(data));

        assertThat(evaluation.confusion())
                .isEqualTo(List.of(List.of(1L, 0L, 0L), List.of(1L, 0L, 0L), List.of(1L, 0L, 1L)));
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        // The probabilities of the right classes are 1/2, 1/4, 1/2 and 1/3.
        assertThat(evaluation.loss()).isCloseTo(StrictMath.log(48) / 4, within(1e-12));
        assertThat(evaluation.measures())
                .extracting(Evaluation.Measure::name)
                .containsExactly("accuracy", "errors", "log-loss");
        assertThat(evaluation.summary()).isEqualTo("log-loss 0.967800, errors 2");
    }

    private static List<Label> labels(String... names) {
        return Arrays.stream(names).map(name -> new Label(name, name)).toList();
    }
}
