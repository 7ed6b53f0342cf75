package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explain.FeatureRange.Categories;
import dev.onward.explain.FeatureRange.Numbers;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Histogram;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionFlipTest {

    /**
     * No number in a histogram of ten equal bins from -3 to 3 that changes a label by less than a hundredth of a bin.
     */
    private static final double RESOLUTION = 0.005;

    @Test
    void findsTheSmallestChangeOfANumber() {
        Fixture fixture = Fixture.explained("logistic");
        Random random = new Random(1);
        try (Model model = fixture.open()) {
            double[][] rows = RandomRows.of(random, 12, 8, 0);
            for (double[] values : rows) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = 4 + 2 * values[i] / 3;
                }
                Table row = RandomRows.table(model, values);
                List<FeatureRange> ranges = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    ranges.add(range(model, i, i == 0));
                }

                Optional<DecisionFlip> flip = flip(model, row, 0, ranges);

                Optional<Double> smallest = smallest(model, values);
                assertThat(flip.isPresent()).isEqualTo(smallest.isPresent());
                flip.ifPresent(found -> {
                    assertThat(found.distance()).isCloseTo(smallest.orElseThrow(), within(RESOLUTION));
                    assertThat(found.feature())
                            .isNotEqualTo(model.schema().feature(0).name());
                    double[] changed = values.clone();
                    int feature = model.schema().position(found.feature());
                    assertThat(found.from()).isEqualTo(values[feature]);
                    changed[feature] = (Double) found.to();
                    assertThat(label(model, RandomRows.table(model, values))).isEqualTo(found.before());
                    assertThat(label(model, RandomRows.table(model, changed)))
                            .isEqualTo(found.after())
                            .isNotEqualTo(found.before());
                });
            }
        }
    }

    @Test
    void roundsNumbersAwayFromTheRow() {
        try (Model model = threshold(0.12345679f).open()) {
            DecisionFlip flip = flip(
                            model, RandomRows.table(model, new double[] {-1, 0}), 0, List.of(range(model, 0, false)))
                    .orElseThrow();

            assertThat(flip.to()).isEqualTo(0.13);
            assertThat(flip.distance()).isCloseTo(1.13 / 12, within(1e-9));
            assertThat(flip.before()).isEqualTo("0");
            assertThat(flip.after()).isEqualTo("1");
        }
    }

    @Test
    void changesNoFixedFeature() {
        try (Model model = threshold(0.5f).open()) {
            Table row = RandomRows.table(model, new double[] {-1, 0});

            assertThat(flip(model, row, 0, List.of(range(model, 0, true), range(model, 1, false))))
                    .isEmpty();
        }
    }

    @Test
    void findsNothingOutsideTheTrainingRange() {
        try (Model model = threshold(11).open()) {
            assertThat(flip(model, RandomRows.table(model, new double[] {-1, 0}), 0, List.of(range(model, 0, false))))
                    .isEmpty();
        }
    }

    @Test
    void leadsFromANumberOutsideTheTrainingRangeToOneWithin() {
        try (Model model = threshold(-8).open()) {
            DecisionFlip flip = flip(
                            model, RandomRows.table(model, new double[] {-9, 0}), 0, List.of(range(model, 0, false)))
                    .orElseThrow();

            assertThat(flip.to()).isEqualTo(-2.0);
            assertThat(flip.distance()).isZero();
        }
    }

    @Test
    void takesTheMostFrequentCategoryThatChangesTheLabel() {
        Fixture fixture = Fixture.explained("pipeline-ordinal-boosting");
        try (Model model = fixture.open()) {
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("north", 50L);
            counts.put("south", 30L);
            counts.put("east", 20L);
            int found = 0;
            Table rows = fixture.rows(model, "background");
            for (int row = 0; row < rows.rows(); row++) {
                Optional<DecisionFlip> flip =
                        flip(model, rows, row, List.of(new Categories("region", counts, 0, false)));
                if (flip.isPresent()) {
                    found++;
                    assertThat(flip.get().distance())
                            .isCloseTo(
                                    1 - counts.getOrDefault((String) flip.get().to(), 0L) / 100.0, within(1e-12));
                    assertThat(flip.get().to()).isNotEqualTo(flip.get().from());
                }
            }
            assertThat(found).isPositive();
        }
    }

    @Test
    void refusesARangeOfAnUnknownFeature() {
        try (Model model = threshold(0.5f).open()) {
            Numbers unknown = new Numbers("other", new Histogram(List.of(0.0, 1.0), List.of(1L)), false);

            assertThatThrownBy(() -> flip(model, RandomRows.table(model, new double[] {-1, 0}), 0, List.of(unknown)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected the range of a feature of the model, got \"other\"");
        }
    }

    @Test
    void letsOthersComputeBetweenBatches() {
        AtomicInteger pauses = new AtomicInteger();
        try (Model model = threshold(0.12345679f).open()) {
            Table row = RandomRows.table(model, new double[] {-1, 0});

            DecisionFlip.of(
                    model, row, model.predict(row), 0, List.of(range(model, 0, false)), pauses::incrementAndGet);
        }
        // Between the points, each bisection, and the numbers with fewer digits.
        assertThat(pauses.get()).isBetween(20, 60);
    }

    @Test
    void refusesAModelWithoutLabels() {
        Fixture fixture = Fixture.explained("linear");
        try (Model model = fixture.open()) {
            assertThatThrownBy(() -> flip(model, fixture.rows(model, "rows"), 0, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the model predicts values, not labels");
        }
    }

    private static Optional<DecisionFlip> flip(Model model, Table table, int row, List<FeatureRange> ranges) {
        return DecisionFlip.of(model, table, model.predict(table), row, ranges, () -> {});
    }

    @Test
    void countsCategoriesThatAreNotListedAsOthers() {
        Map<String, Long> counts = Map.of("north", 30L, "south", 10L);

        assertThat(new Categories("region", counts, 60, false).shareOfOthers("north"))
                .isEqualTo(0.7);
    }

    /** The smallest distance by trial of many numbers. */
    private static Optional<Double> smallest(Model model, double[] values) {
        String before = label(model, RandomRows.table(model, values));
        double[][] changed = new double[7 * 1201][];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = values.clone();
            changed[i][1 + i / 1201] = -2 + i % 1201 / 100.0;
        }
        Prediction.Classes classes = (Prediction.Classes) model.predict(RandomRows.table(model, changed));
        Optional<Double> smallest = Optional.empty();
        for (int i = 0; i < changed.length; i++) {
            if (!classes.label(i).name().equals(before)) {
                int feature = 1 + i / 1201;
                double distance = Math.abs(changed[i][feature] - values[feature]) / 12;
                if (smallest.isEmpty() || distance < smallest.get()) {
                    smallest = Optional.of(distance);
                }
            }
        }
        return smallest;
    }

    private static String label(Model model, Table row) {
        return ((Prediction.Classes) model.predict(row)).label(0).name();
    }

    /** From -2 to 10, evenly. */
    private static Numbers range(Model model, int feature, boolean isFixed) {
        return new Numbers(
                model.schema().feature(feature).name(),
                new Histogram(List.of(-2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0), List.of(1L, 1L, 1L, 1L, 1L, 1L)),
                isFixed);
    }

    /** A classifier by whether the first of two numbers is above a threshold. */
    private static OnnxGraphs threshold(float threshold) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        OnnxGraphs.floats("coefficients", new float[] {-1, 0, 1, 0}),
                        OnnxGraphs.floats("intercepts", new float[] {threshold, -threshold}),
                        OnnxGraphs.ints("classlabels_ints", List.of(0L, 1L)))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, 2);
    }
}
