package dev.onward.reference;

import dev.onward.explain.Background;
import dev.onward.table.Column;
import dev.onward.table.Feature;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Replaces the rows of each cell by one row that stands for them. */
final class Representatives {

    private Representatives() {}

    /** The row in the middle of each cell. */
    static Background rows(Table table, List<int[]> cells) {
        int[] middle = cells.stream().mapToInt(cell -> cell[cell.length / 2]).toArray();
        Table selected = Background.of(table).select(middle).rows();
        return Background.of(selected, weights(cells));
    }

    /**
     * A synthetic row for each cell, with the mean of each numeric feature and the most frequent value of each other
     * one. A value is missing if it is missing in most rows.
     */
    static Background means(Table table, List<int[]> cells) {
        List<Column> columns = IntStream.range(0, table.schema().size())
                .mapToObj(i -> column(table.schema().feature(i), table.column(i), cells))
                .toList();
        return Background.of(new Table(table.schema(), columns, cells.size()), weights(cells));
    }

    private static int[] weights(List<int[]> cells) {
        return cells.stream().mapToInt(cell -> cell.length).toArray();
    }

    private static Column column(Feature feature, Column column, List<int[]> cells) {
        BitSet missing = new BitSet();
        for (int i = 0; i < cells.size(); i++) {
            int[] cell = cells.get(i);
            long absent = IntStream.of(cell).filter(column::isMissing).count();
            missing.set(i, absent * 2 > cell.length || absent == cell.length);
        }
        boolean hasMean = feature.categories().isEmpty();
        return switch (feature.type()) {
            case NUMBER -> {
                double[] values = new double[cells.size()];
                for (int i = 0; i < values.length; i++) {
                    if (!missing.get(i)) {
                        values[i] = hasMean ? mean(column, cells.get(i)) : (Double) mode(column, cells.get(i));
                    }
                }
                yield new Column.Doubles(values, missing);
            }
            case INTEGER -> {
                long[] values = new long[cells.size()];
                for (int i = 0; i < values.length; i++) {
                    if (!missing.get(i)) {
                        values[i] = hasMean
                                ? Math.round(mean(column, cells.get(i)))
                                : (Long) mode(column, cells.get(i));
                    }
                }
                yield new Column.Longs(values, missing);
            }
            case BOOLEAN -> {
                boolean[] values = new boolean[cells.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = !missing.get(i) && (Boolean) mode(column, cells.get(i));
                }
                yield new Column.Booleans(values, missing);
            }
            case STRING -> {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < cells.size(); i++) {
                    values.add(missing.get(i) ? "" : (String) mode(column, cells.get(i)));
                }
                yield new Column.Strings(values, missing);
            }
        };
    }

    private static double mean(Column column, int[] cell) {
        // Not a stream's average, whose summation differs between versions of the JDK.
        double sum = 0;
        int count = 0;
        for (int row : cell) {
            if (!column.isMissing(row)) {
                sum += column.number(row);
                count++;
            }
        }
        return sum / count;
    }

    /** The most frequent value, the first in a tie. */
    private static Object mode(Column column, int[] cell) {
        Map<Object, Integer> counts = new HashMap<>();
        Optional<Object> best = Optional.empty();
        int highest = 0;
        for (int row : cell) {
            Optional<Object> value = column.value(row);
            int count = value.map(present -> counts.merge(present, 1, Integer::sum)).orElse(0);
            if (count > highest) {
                highest = count;
                best = value;
            }
        }
        return best.orElseThrow();
    }
}
