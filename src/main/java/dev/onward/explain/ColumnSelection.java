package dev.onward.explain;

import dev.onward.table.Column;
import dev.onward.table.DataType;
import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Builds columns from cells of other columns of the same feature. */
final class ColumnSelection {

    private ColumnSelection() {}

    /**
     * Copies cells.
     *
     * @param source the column of each cell, by the index of the new cell
     * @param row the row of each cell in its source
     */
    static Column select(DataType type, int size, IntFunction<Column> source, IntUnaryOperator row) {
        BitSet missing = new BitSet();
        IntStream.range(0, size)
                .filter(i -> source.apply(i).isMissing(row.applyAsInt(i)))
                .forEach(missing::set);
        IntStream cells = IntStream.range(0, size);
        return switch (type) {
            case NUMBER ->
                new Column.Doubles(
                        cells.mapToDouble(i -> source.apply(i).number(row.applyAsInt(i)))
                                .toArray(),
                        missing);
            case INTEGER ->
                new Column.Longs(
                        cells.mapToLong(i -> source.apply(i).integer(row.applyAsInt(i)))
                                .toArray(),
                        missing);
            case BOOLEAN -> {
                boolean[] values = new boolean[size];
                cells.forEach(i -> values[i] = source.apply(i).integer(row.applyAsInt(i)) != 0);
                yield new Column.Booleans(values, missing);
            }
            case STRING ->
                new Column.Strings(
                        cells.mapToObj(i -> source.apply(i).string(row.applyAsInt(i)))
                                .toList(),
                        missing);
        };
    }
}
