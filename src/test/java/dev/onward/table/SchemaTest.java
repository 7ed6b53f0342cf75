package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final Feature VARIANCE = Feature.of("variance", DataType.NUMBER);
    private static final Feature COUNT = Feature.of("count", DataType.INTEGER);

    @Test
    void findsFeaturesByNameAndPosition() {
        Schema schema = new Schema(List.of(VARIANCE, COUNT));

        assertThat(schema.size()).isEqualTo(2);
        assertThat(schema.names()).containsExactly("variance", "count");
        assertThat(schema.position("count")).isEqualTo(1);
        assertThat(schema.feature(1)).isEqualTo(COUNT);
        assertThat(schema.position("Count")).isEqualTo(-1);
        assertThat(schema.nearest("Count")).contains("count");
        assertThat(schema.nearest("size")).isEmpty();
    }

    @Test
    void refusesANameThatIsGivenTwice() {
        List<Feature> twice = List.of(VARIANCE, COUNT, VARIANCE);

        assertThatThrownBy(() -> new Schema(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected unique feature names, got \"variance\" twice");
    }

    @Test
    void copiesItsList() {
        List<Feature> features = new ArrayList<>(List.of(VARIANCE));
        Schema schema = new Schema(features);

        features.add(COUNT);

        assertThat(schema.features()).containsExactly(VARIANCE);
    }

    @Test
    void namesAFeatureByItsTitleOrElseItsName() {
        assertThat(feature("variance", "Variance", OptionalDouble.empty()).title())
                .isEqualTo("Variance");
        assertThat(feature("variance", " ", OptionalDouble.empty()).title()).isEqualTo("variance");
    }

    @Test
    void refusesAFeatureWithoutAName() {
        assertThatThrownBy(() -> Feature.of(" ", DataType.NUMBER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a feature name, got \" \"");
    }

    @Test
    void refusesAStepThatIsNotAboveZero() {
        assertThatThrownBy(() -> feature("variance", "", OptionalDouble.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature \"variance\": expected a step above 0, got 0.0");
        assertThatThrownBy(() -> feature("variance", "", OptionalDouble.of(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature \"variance\": expected a step above 0, got NaN");
    }

    @Test
    void builderChangesOnlyTheGivenComponents() {
        TrainingStatistics seen = new TrainingStatistics(-7, 7, 0.5, 3);

        Feature changed = VARIANCE.toBuilder()
                .observed(Optional.of(seen))
                .step(OptionalDouble.of(0.1))
                .accepts(Range.FLOAT)
                .build();

        assertThat(changed)
                .isEqualTo(new Feature(
                        "variance",
                        DataType.NUMBER,
                        "variance",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(seen),
                        OptionalDouble.of(0.1),
                        List.of(),
                        false,
                        false,
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        Range.FLOAT));
    }

    @Test
    void rejectsInconsistentStatistics() {
        assertThatThrownBy(() -> new TrainingStatistics(1, 2, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected finite numbers with minimum <= mean <= maximum and a standard deviation >= 0,"
                        + " got 1.0, 3.0, 2.0 and 1.0");
        assertThatThrownBy(() -> new TrainingStatistics(1, 3, 2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingStatistics(1, 3, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingStatistics(1, Double.POSITIVE_INFINITY, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingStatistics(Double.NEGATIVE_INFINITY, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingStatistics(1, 3, 2, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containsItsEndsAndTheValuesBetween() {
        TrainingStatistics seen = new TrainingStatistics(-1, 2, 0, 1);

        assertThat(seen.contains(-1)).isTrue();
        assertThat(seen.contains(2)).isTrue();
        assertThat(seen.contains(2.0001)).isFalse();
        assertThat(seen.contains(Double.NaN)).isFalse();
    }

    @Test
    void rejectsARangeWithAMinimumAboveItsMaximum() {
        assertThatThrownBy(() -> new Range(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a minimum no greater than the maximum, got 2.0 and 1.0");
    }

    @Test
    void holdsColumnsOfOneLengthForEachFeature() {
        Schema schema = new Schema(List.of(VARIANCE, COUNT));
        Column numbers = new Column.Doubles(new double[] {1, 2}, new BitSet());
        Column counts = new Column.Longs(new long[] {1}, new BitSet());

        assertThatThrownBy(() -> new Table(schema, List.of(numbers), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 2 columns, got 1");
        assertThatThrownBy(() -> new Table(schema, List.of(numbers, counts), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected columns of 2 rows, got 1");
    }

    private static Feature feature(String name, String title, OptionalDouble step) {
        return Feature.builder(name, DataType.NUMBER).title(title).step(step).build();
    }
}
