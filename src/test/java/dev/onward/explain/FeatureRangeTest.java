package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.explain.FeatureRange.Categories;
import dev.onward.explain.FeatureRange.Numbers;
import dev.onward.model.card.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureRangeTest {

    @Test
    void computesTheShareBelowANumberAsTheSumOverAllBins() {
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            Histogram histogram = histogram(random, random.nextBoolean());
            Numbers numbers = new Numbers("x", histogram, false);

            for (double number = -3; number < 40; number += 0.125) {
                assertThat(numbers.quantile(number)).isEqualTo(share(histogram, number));
            }
        }
    }

    @Test
    void guessesWithoutCounts() {
        Numbers numbers = new Numbers("x", new Histogram(List.of(0.0, 1.0), List.of(0L)), false);

        assertThat(numbers.quantile(-1)).isZero();
        assertThat(numbers.quantile(0.1)).isEqualTo(0.5);
        assertThat(numbers.quantile(1)).isEqualTo(1);
    }

    @Test
    void saysHowManyChangesAreTried() {
        Numbers numbers = new Numbers("x", new Histogram(List.of(0.0, 1.0, 2.0), List.of(3L, 4L)), false);
        Numbers fixed = new Numbers("age", new Histogram(List.of(0.0, 1.0), List.of(3L)), true);
        Categories categories = new Categories("colour", Map.of("red", 2L, "blue", 3L), 5, false);

        // Two bins of 11 points, 50 bisections on each side, two categories, and 15 numbers with fewer digits.
        assertThat(DecisionFlip.maxCandidates(List.of(numbers, fixed, categories)))
                .isEqualTo(2 * 11 + 2 * 50 + 2 + 15);
    }

    private static Histogram histogram(Random random, boolean startsWithOneNumber) {
        List<Double> edges = new ArrayList<>(List.of(0.0));
        List<Long> counts = new ArrayList<>();
        int bins = 1 + random.nextInt(20);
        for (int bin = 0; bin < bins; bin++) {
            double last = edges.get(bin);
            edges.add(bin == 0 && startsWithOneNumber ? last : last + 0.25 + random.nextInt(6) / 4.0);
            counts.add((long) random.nextInt(100));
        }
        counts.set(0, 1L);
        return new Histogram(edges, counts);
    }

    /** The parts of all bins below a number, one after another. */
    private static double share(Histogram histogram, double number) {
        double below = 0;
        for (int bin = 0; bin < histogram.counts().size(); bin++) {
            double from = histogram.edges().get(bin);
            double to = histogram.edges().get(bin + 1);
            double part = number >= to ? 1 : number <= from ? 0 : (number - from) / (to - from);
            below += part * histogram.counts().get(bin) / histogram.total();
        }
        return below;
    }
}
