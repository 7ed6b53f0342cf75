package dev.onward.reference;

import dev.onward.explain.Background;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Table;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Replaces the rows of each cluster by one row that represents them. */
final class Representatives {

    private Representatives() {}

    /** The row in the middle of each cluster. */
    static Background rows(Table table, List<int[]> clusters) {
        int[] middle = clusters.stream()
                .mapToInt(cluster -> cluster[cluster.length / 2])
                .toArray();
        Table selected = Background.of(table).select(middle).rows();
        return Background.of(selected, weights(clusters));
    }

    /**
     * The first required feature of which no value may be published, because none occurs in at least {@link
     * Histograms#MIN_ROWS} rows.
     */
    static Optional<Feature> featureWithRareValues(Table table) {
        return IntStream.range(0, table.schema().size())
                .filter(i -> !table.schema().feature(i).optional()
                        && !aggregate(table, i).hasTypicalValue())
                .mapToObj(i -> table.schema().feature(i))
                .findFirst();
    }

    /**
     * A synthetic row for each cluster, as {@link ColumnAggregate} computes its values.
     *
     * @param table without {@linkplain #featureWithRareValues features with rare values only}
     */
    static Background means(Table table, List<int[]> clusters) {
        List<Column> columns = IntStream.range(0, table.schema().size())
                .mapToObj(i -> {
                    ColumnAggregate aggregate = aggregate(table, i);
                    List<Optional<Object>> values =
                            clusters.stream().map(aggregate::of).toList();
                    return column(table.schema().feature(i).type(), values);
                })
                .toList();
        return Background.of(new Table(table.schema(), columns, clusters.size()), weights(clusters));
    }

    private static ColumnAggregate aggregate(Table table, int position) {
        return ColumnAggregate.of(table.schema().feature(position), table.column(position));
    }

    private static int[] weights(List<int[]> clusters) {
        return clusters.stream().mapToInt(cluster -> cluster.length).toArray();
    }

    private static Column column(DataType type, List<Optional<Object>> values) {
        BitSet missing = new BitSet();
        IntStream.range(0, values.size())
                .filter(row -> values.get(row).isEmpty())
                .forEach(missing::set);
        return switch (type) {
            case NUMBER ->
                new Column.Doubles(
                        values.stream()
                                .mapToDouble(value -> (Double) value.orElse(0.0))
                                .toArray(),
                        missing);
            case INTEGER ->
                new Column.Longs(
                        values.stream()
                                .mapToLong(value -> (Long) value.orElse(0L))
                                .toArray(),
                        missing);
            case BOOLEAN -> {
                boolean[] flags = new boolean[values.size()];
                IntStream.range(0, flags.length)
                        .forEach(row -> flags[row] = (Boolean) values.get(row).orElse(false));
                yield new Column.Booleans(flags, missing);
            }
            case STRING ->
                new Column.Strings(
                        values.stream().map(value -> (String) value.orElse("")).toList(), missing);
        };
    }
}
