package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void selectsRowsWithTheirMissingValues() {
        Schema schema = new Schema(List.of(
                Feature.of("area", DataType.NUMBER),
                Feature.of("rooms", DataType.INTEGER),
                Feature.of("open", DataType.BOOLEAN),
                Feature.of("city", DataType.STRING)));
        BitSet second = new BitSet();
        second.set(1);
        Table table = new Table(
                schema,
                List.of(
                        new Column.Doubles(new double[] {1.5, 0, 3.5}, second),
                        new Column.Longs(new long[] {1, 0, 3}, second),
                        new Column.Booleans(new boolean[] {true, false, true}, second),
                        new Column.Strings(List.of("Bonn", "", "Oslo"), second)),
                3);

        Table selected = table.select(new int[] {2, 1});

        assertThat(selected.schema()).isSameAs(schema);
        assertThat(selected.rows()).isEqualTo(2);
        assertThat(row(selected, 0))
                .containsExactly(Optional.of(3.5), Optional.of(3L), Optional.of(true), Optional.of("Oslo"));
        assertThat(row(selected, 1)).containsOnly(Optional.empty());
    }

    private static List<Optional<Object>> row(Table table, int row) {
        return List.of(
                table.column(0).value(row),
                table.column(1).value(row),
                table.column(2).value(row),
                table.column(3).value(row));
    }
}
