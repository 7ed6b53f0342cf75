package dev.onward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerReferencesTest {

    @Test
    void calibratesOnlyRowsForWhichTheClassWasPredicted() {
        double[] first = {0.9, 0.8, 0.7, 0.1, 0.2, 0.3, 0.4};
        double[] truth = {0, 0, 1, 0, 1, 1, Double.NaN};

        Calibration calibration = calibration(first, truth, 0, false);
        Calibration other = calibration(first, truth, 1, false);

        assertThat(calibration)
                .isEqualTo(Calibration.builder(Basis.HELD_OUT)
                        .edges(List.of(0.5, 0.7, 0.8, 1.0))
                        .counts(List.of(1L, 1L, 1L))
                        .predicted(List.of(0.7, 0.8, 0.9))
                        .observed(List.of(0.0, 1.0, 1.0))
                        .build());
        assertThat(calibration.bin(0.75)).contains(new Calibration.Bin(0.7, 0.8, 1, 0.8, 1));
        assertThat(other.counts()).containsExactly(1L, 1L, 1L);
        assertThat(other.observed()).containsExactly(1.0, 1.0, 0.0);
    }

    @Test
    void startsAtZeroIfAClassIsPredictedWithALowProbability() {
        Scores scores =
                Scores.ofProbabilities(List.of("a", "b"), new double[][] {{0.3, 0.7}, {0.6, 0.4}}, new int[] {0, 0});

        Calibration calibration = calibration(scores, new double[] {0, 0}, 0, false);

        assertThat(calibration.edges()).containsExactly(0.0, 0.3, 1.0);
    }

    @Test
    void acceptsProbabilitiesJustOutsideTheirRange() {
        double[] first = {1.0000003, 1.0000002, 1.0000001, 1, -0.0000001, 0, 0.25, 0.75};
        double[] truth = {0, 0, 0, 0, 1, 1, 1, 0};

        for (int answer : new int[] {0, 1}) {
            Calibration calibration = calibration(first, truth, answer, false);

            assertThat(calibration.edges()).startsWith(0.5).endsWith(1.0);
            assertThat(calibration.counts().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(answer == 0 ? 5 : 3);
            assertThat(calibration.predicted()).allMatch(probability -> probability <= 1);
        }
    }

    @Test
    void hidesCountsOfFewConfidentialRows() {
        double[] first = new double[40];
        Arrays.fill(first, 0.9);
        Arrays.fill(first, 0, 4, 0.1);
        Scores scores = scores(first);

        List<AnswerReference> plain = AnswerReferences.of(scores, Optional.empty(), false);
        List<AnswerReference> confidential = AnswerReferences.of(scores, Optional.empty(), true);

        assertThat(plain.get(0).count()).hasValue(36);
        assertThat(plain.get(1).count()).hasValue(4);
        assertThat(confidential.get(0).count()).hasValue(36);
        assertThat(confidential.get(1).count()).isEmpty();
    }

    @Test
    void calibratesConfidentialDataInBinsOfAtLeastFiveRows() {
        Random random = new Random(1);
        double[] first =
                IntStream.range(0, 300).mapToDouble(i -> random.nextDouble()).toArray();
        double[] truth = IntStream.range(0, 300).mapToDouble(i -> i % 2).toArray();

        Calibration calibration = calibration(first, truth, 0, true);
        Optional<AnswerReference> few = AnswerReferences.of(
                        scores(new double[] {0.9, 0.8, 0.7, 0.6}),
                        Optional.of(new AnswerReferences.Compared(
                                Basis.HELD_OUT, scores(new double[] {0.9, 0.8, 0.7, 0.6}), new double[4])),
                        true)
                .stream()
                .findFirst();

        assertThat(calibration.counts()).allMatch(count -> count >= 5);
        assertThat(few.orElseThrow().calibration()).isEmpty();
    }

    private static Calibration calibration(double[] first, double[] truth, int answer, boolean isConfidential) {
        return calibration(scores(first), truth, answer, isConfidential);
    }

    private static Calibration calibration(Scores scores, double[] truth, int answer, boolean isConfidential) {
        AnswerReferences.Compared compared = new AnswerReferences.Compared(Basis.HELD_OUT, scores, truth);
        return AnswerReferences.of(scores, Optional.of(compared), isConfidential)
                .get(answer)
                .calibration()
                .orElseThrow();
    }

    /** Two classes; the first is predicted if its probability is at least a half. */
    private static Scores scores(double[] first) {
        return Scores.ofProbabilities(
                List.of("a", "b"),
                Arrays.stream(first).mapToObj(p -> new double[] {p, 1 - p}).toArray(double[][]::new),
                Arrays.stream(first).mapToInt(p -> p >= 0.5 ? 0 : 1).toArray());
    }
}
