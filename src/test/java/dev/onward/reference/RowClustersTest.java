package dev.onward.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.explain.Background;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowClustersTest {

    @Test
    void putsEachRowIntoOneClusterOfAtLeastFive() {
        Table table = table(1003);

        List<int[]> clusters = RowClusters.of(table, 5, Integer.MAX_VALUE);

        assertThat(clusters).allMatch(cluster -> cluster.length >= 5 && cluster.length < 10);
        assertThat(clusters.stream().flatMapToInt(IntStream::of).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 1003).boxed().toList());
        assertThat(RowClusters.of(table, 5, 5)).hasSize(32);
    }

    @Test
    void keepsTheMeanOfNumbersAndTheMostFrequentText() {
        Table table = table(1003);

        Background means = Representatives.means(table, RowClusters.of(table, 5, Integer.MAX_VALUE));

        double sum = 0;
        int weights = 0;
        for (int row = 0; row < means.size(); row++) {
            sum += means.weight(row) * means.rows().column(0).number(row);
            weights += means.weight(row);
        }
        double expected = IntStream.range(0, 1003)
                .mapToDouble(row -> table.column(0).number(row))
                .sum();
        assertThat(weights).isEqualTo(1003);
        assertThat(sum).isCloseTo(expected, within(1e-9));
        assertThat(IntStream.range(0, means.size())
                        .mapToObj(row -> means.rows().column(1).string(row)))
                .contains("a", "b")
                .doesNotContain("");
    }

    private static Table table(int rows) {
        Random random = new Random(1);
        double[] numbers =
                IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
        List<String> texts = IntStream.range(0, rows)
                .mapToObj(i -> random.nextInt(3) == 0 ? "b" : "a")
                .toList();
        return new Table(
                new Schema(List.of(Feature.of("x", DataType.NUMBER), Feature.of("t", DataType.STRING))),
                List.of(new Column.Doubles(numbers, new BitSet()), new Column.Strings(texts, new BitSet())),
                rows);
    }
}
