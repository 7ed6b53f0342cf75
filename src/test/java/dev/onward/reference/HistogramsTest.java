package dev.onward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.card.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramsTest {

    @Test
    void hasTwentyBinsOfEqualSize() {
        double[] values = IntStream.rangeClosed(1, 1000).asDoubleStream().toArray();

        Histogram histogram = Histograms.of(values, false).orElseThrow();

        assertThat(histogram.edges()).hasSize(21).startsWith(1.0, 50.0, 100.0).endsWith(1000.0);
        assertThat(histogram.counts()).hasSize(20).containsOnly(50L);
    }

    @Test
    void givesAFrequentValueABinOfItsOwn() {
        assertThat(Histograms.of(new double[] {1, 0, 0, 0}, false))
                .contains(new Histogram(List.of(0.0, 0.0, 1.0), List.of(3L, 1L)));
        assertThat(Histograms.of(new double[] {7, 7}, false)).contains(new Histogram(List.of(7.0, 7.0), List.of(2L)));
        assertThat(Histograms.of(new double[0], false)).isEmpty();
    }

    @Test
    void countsAsTheEdgesSay() {
        Random random = new Random(1);
        double[] values = IntStream.range(0, 5000)
                .mapToDouble(i -> Math.round(random.nextGaussian() * 20) / 4.0)
                .toArray();
        double[] copy = values.clone();

        for (boolean isConfidential : new boolean[] {false, true}) {
            Histogram histogram = Histograms.of(values, isConfidential).orElseThrow();

            long[] counts = new long[histogram.counts().size()];
            Arrays.stream(copy).forEach(value -> counts[histogram.bin(value)]++);
            assertThat(counts)
                    .isEqualTo(histogram.counts().stream()
                            .mapToLong(Long::longValue)
                            .toArray());
            assertThat(histogram.total()).isEqualTo(5000);
        }
    }

    @Test
    void hidesValuesOfConfidentialData() {
        Random random = new Random(1);
        double[] values =
                IntStream.range(0, 200).mapToDouble(i -> random.nextGaussian()).toArray();
        double[] copy = values.clone();

        Histogram histogram = Histograms.of(values, true).orElseThrow();

        assertThat(histogram.counts()).allMatch(count -> count >= 5);
        assertThat(histogram.edges()).noneMatch(edge -> Arrays.stream(copy).anyMatch(value -> value == edge));
        assertThat(histogram.edges().get(0))
                .isLessThan(Arrays.stream(copy).min().orElseThrow());
        assertThat(histogram.edges().get(histogram.edges().size() - 1))
                .isGreaterThan(Arrays.stream(copy).max().orElseThrow());
        assertThat(Histograms.of(new double[] {1, 2, 3, 4}, true)).isEmpty();
    }
}
