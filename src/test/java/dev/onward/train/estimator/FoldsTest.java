package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    /** 300 rows of 100 different ones: the first class has twice as many as the second. */
    private final LabelledRows data = LabelledRows.ofClasses(
            new DesignColumns(0, 0),
            IntStream.range(0, 300).mapToObj(i -> new double[] {i % 100, 1}).toArray(double[][]::new),
            IntStream.range(0, 300).map(i -> i % 100 % 3 == 0 ? 1 : 0).toArray(),
            2);

    @Test
    void keepEqualRowsTogether() {
        RowGroups groups = RowGroups.of(data);

        Folds folds = Folds.of(groups, data.size());

        assertThat(groups.size()).isEqualTo(100);
        for (List<Integer> group : groups.rows()) {
            Set<Integer> found = new HashSet<>();
            group.forEach(row -> found.add(folds.of(row)));
            assertThat(found).hasSize(1);
        }
    }

    @Test
    void spreadEachClassEvenly() {
        Folds folds = Folds.of(RowGroups.of(data), data.size());

        for (int i = 0; i < Folds.COUNT; i++) {
            int fold = i;
            LabelledRows tested = data.where(row -> folds.of(row) == fold);
            int ones = IntStream.range(0, tested.size()).map(tested::classOf).sum();
            assertThat(tested.size()).isBetween(27, 33);
            assertThat(ones).isBetween(9, 12);
        }
    }

    @Test
    void areTheSameEveryTime() {
        Folds one = Folds.of(RowGroups.of(data), data.size());
        Folds other = Folds.of(RowGroups.of(data), data.size());

        assertThat(IntStream.range(0, 300).map(one::of))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).map(other::of).boxed().toList());
    }

    @Test
    void spreadLowAndHighValuesEvenly() {
        LabelledRows valued = LabelledRows.ofValues(
                new DesignColumns(0),
                IntStream.range(0, 90).mapToObj(i -> new double[] {i}).toArray(double[][]::new),
                IntStream.range(0, 90).mapToDouble(i -> i).toArray());

        Folds folds = Folds.of(RowGroups.of(valued), valued.size());

        for (int start = 0; start < 90; start += 30) {
            Set<Integer> found = new HashSet<>();
            IntStream.range(start, start + 30).map(folds::of).forEach(found::add);
            assertThat(found).hasSize(Folds.COUNT);
        }
    }
}
