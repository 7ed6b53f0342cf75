package dev.onward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.explain.Background;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rows that represent clusters of confidential rows. */
class RepresentativesTest {

    private static final int ROWS = 60;

    @Test
    void publishesNoValueOfFewerThanFiveRows() {
        // The first cluster has names only that occur once; "ann" is the most frequent of all.
        List<String> names = new ArrayList<>();
        IntStream.range(0, 50).forEach(row -> names.add("unique " + row));
        IntStream.range(50, ROWS).forEach(row -> names.add(row < 54 ? "bob" : "ann"));
        Table table = table(Feature.of("name", DataType.STRING), new Column.Strings(names, new BitSet()));

        Background means = Representatives.means(table, clusters());

        assertThat(Representatives.featureWithRareValues(table)).isEmpty();
        assertThat(IntStream.range(0, means.size())
                        .mapToObj(row -> means.rows().column(0).string(row)))
                .hasSize(12)
                .containsOnly("ann");
    }

    @Test
    void prefersAFrequentValueOfTheCluster() {
        List<String> names = IntStream.range(0, ROWS)
                .mapToObj(row -> row % 5 < 3 ? "unique " + row : row < 25 ? "bob" : "ann")
                .toList();
        Table table = table(Feature.of("name", DataType.STRING), new Column.Strings(names, new BitSet()));

        Background means = Representatives.means(table, clusters());

        assertThat(means.rows().column(0).string(0)).isEqualTo("bob");
        assertThat(means.rows().column(0).string(11)).isEqualTo("ann");
    }

    @Test
    void leavesOutAnOptionalValueThatIsAlwaysRare() {
        List<String> names =
                IntStream.range(0, ROWS).mapToObj(row -> "unique " + row).toList();
        Feature required = Feature.of("name", DataType.STRING);
        Feature optional = required.toBuilder().optional(true).build();
        Column column = new Column.Strings(names, new BitSet());

        Background means = Representatives.means(table(optional, column), clusters());

        assertThat(Representatives.featureWithRareValues(table(required, column)))
                .contains(required);
        assertThat(Representatives.featureWithRareValues(table(optional, column)))
                .isEmpty();
        assertThat(IntStream.range(0, means.size()))
                .allMatch(row -> means.rows().column(0).isMissing(row));
    }

    @Test
    void publishesNoRareCodeOfANumberWithCategories() {
        Feature code = Feature.builder("code", DataType.INTEGER)
                .categories(List.of("1", "2", "3"))
                .build();
        long[] codes =
                IntStream.range(0, ROWS).mapToLong(row -> row < 4 ? 3 : 1).toArray();

        Background means = Representatives.means(table(code, new Column.Longs(codes, new BitSet())), clusters());

        assertThat(IntStream.range(0, means.size())
                        .mapToDouble(row -> means.rows().column(0).number(row)))
                .containsOnly(1.0);
    }

    @Test
    void doesNotShowThatAFewValuesAreMissing() {
        Feature width = Feature.builder("width", DataType.NUMBER).optional(true).build();
        double[] widths =
                IntStream.range(0, ROWS).mapToDouble(row -> row < 5 ? 900 : 7).toArray();
        BitSet few = new BitSet();
        few.set(0, 4);
        BitSet more = new BitSet();
        more.set(0, 5);

        Background hidden = Representatives.means(table(width, new Column.Doubles(widths, few)), clusters());
        Background shown = Representatives.means(table(width, new Column.Doubles(widths, more)), clusters());

        assertThat(hidden.rows().column(0).isMissing(0)).isFalse();
        assertThat(hidden.rows().column(0).number(0)).isEqualTo((900 + 55 * 7) / 56.0);
        assertThat(shown.rows().column(0).isMissing(0)).isTrue();
    }

    /** Each five rows are a cluster. */
    private static List<int[]> clusters() {
        return IntStream.range(0, ROWS / 5)
                .mapToObj(
                        cluster -> IntStream.range(5 * cluster, 5 * cluster + 5).toArray())
                .toList();
    }

    private static Table table(Feature feature, Column column) {
        return new Table(new Schema(List.of(feature)), List.of(column), ROWS);
    }
}
