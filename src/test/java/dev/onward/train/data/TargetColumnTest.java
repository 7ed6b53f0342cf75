package dev.onward.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.dataset.DataColumn;
import dev.onward.model.card.ColumnCard;
import dev.onward.model.card.Task;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetColumnTest {

    private static final DataColumn COLUMN = new DataColumn(0, "Y", new ColumnCard(false, Optional.of("y"), Map.of()));

    @Test
    void treatsTextAsClasses() {
        TargetColumn target = column("yes", "no", "yes", "1");

        assertThat(target.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(target.labels()).containsExactly("1", "no", "yes");
        assertThat(target.classes()).containsExactly(2, 1, 2, 0);
        assertThat(target.firstLine("no")).isEqualTo(3);
        assertThat(target.count("yes")).isEqualTo(2);
    }

    @Test
    void mergesSpellingsOfAWholeNumber() {
        TargetColumn target = column("10", "2.0", "1e1", "+2", "2");

        assertThat(target.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(target.labels()).containsExactly("2", "10");
        assertThat(target.classes()).containsExactly(1, 0, 1, 0, 0);
    }

    @Test
    void treatsMoreThanTwentyWholeNumbersAsRegression() {
        String[] twenty = IntStream.range(0, 20).mapToObj(String::valueOf).toArray(String[]::new);
        String[] more = IntStream.range(0, 21).mapToObj(String::valueOf).toArray(String[]::new);

        assertThat(column(twenty).task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(column(more).task()).isEqualTo(Task.REGRESSION);
    }

    @Test
    void treatsDecimalNumbersAsRegression() {
        TargetColumn target = column("10", "2.5", "2.50");

        assertThat(target.task()).isEqualTo(Task.REGRESSION);
        assertThat(target.labels()).containsExactly("2.5", "2.50", "10");
    }

    @Test
    void readsDecimalCommasIfTheFileAllowsThem() {
        TargetColumn target = new TargetColumn(COLUMN, List.of("1,0", "2,0"), List.of(2L, 3L), true);

        assertThat(target.labels()).containsExactly("1", "2");
    }

    @Test
    void reportsCellsThatAreNotNumbers() {
        TargetColumn target = column("1", "x", "1e39");

        assertThat(target.problems().stream().map(problem -> problem.text("line")))
                .containsExactly(
                        "line 3, Y: expected a number, got \"x\"",
                        "line 4, Y: expected a number from -3.4028235E38 to 3.4028235E38, got 1e39");
        assertThat(column("10", "2.5", "2.50").values()).containsExactly(10, 2.5, 2.5);
    }

    private static TargetColumn column(String... cells) {
        List<Long> lines =
                IntStream.range(0, cells.length).mapToObj(i -> i + 2L).toList();
        return new TargetColumn(COLUMN, List.of(cells), Collections.unmodifiableList(lines), false);
    }
}
