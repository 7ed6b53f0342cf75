package dev.onward.reference;

import dev.onward.dataset.NumericProfile;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Divides the rows of a table into clusters of similar rows: a cluster is split at the median of the feature that
 * varies most in it (LeFevre et al., Mondrian multidimensional k-anonymity, 2006). Numbers are compared in standard
 * deviations, other values by their rank in the order of frequency.
 */
final class RowClusters {

    private final double[][] columns;

    /** A cluster that may still be split. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Cluster(int[] rows, int depth) {}

    private RowClusters(Table table) {
        columns = IntStream.range(0, table.schema().size())
                .mapToObj(i -> standardised(codes(table.schema().feature(i).type(), table.column(i))))
                .toArray(double[][]::new);
    }

    /**
     * The positions of the rows of each cluster.
     *
     * @param minRows of a cluster, unless the table has fewer
     * @param maxDepth the maximum number of splits on the way to a cluster, so that there are at most 2^maxDepth
     */
    static List<int[]> of(Table table, int minRows, int maxDepth) {
        return new RowClusters(table).divide(table.rows(), minRows, maxDepth);
    }

    private List<int[]> divide(int rows, int minRows, int maxDepth) {
        List<int[]> clusters = new ArrayList<>();
        Deque<Cluster> open = new ArrayDeque<>();
        open.push(new Cluster(IntStream.range(0, rows).toArray(), 0));
        while (!open.isEmpty()) {
            Cluster cluster = open.pop();
            double[] widest = widest(cluster.rows);
            if (cluster.rows.length < 2 * minRows || cluster.depth == maxDepth || widest.length == 0) {
                clusters.add(cluster.rows);
            } else {
                int[] sorted = sorted(cluster.rows, widest);
                int middle = sorted.length / 2;
                open.push(new Cluster(Arrays.copyOfRange(sorted, middle, sorted.length), cluster.depth + 1));
                open.push(new Cluster(Arrays.copyOf(sorted, middle), cluster.depth + 1));
            }
        }
        return clusters;
    }

    /** The column that varies most; of no rows if all rows are equal. */
    private double[] widest(int[] rows) {
        double[] widest = new double[0];
        double largest = 0;
        for (double[] column : columns) {
            double variance = variance(column, rows);
            if (variance > largest) {
                largest = variance;
                widest = column;
            }
        }
        return widest;
    }

    private static double variance(double[] column, int[] rows) {
        double sum = 0;
        double squares = 0;
        double first = column[rows[0]];
        for (int row : rows) {
            double value = column[row] - first;
            sum += value;
            squares += value * value;
        }
        return squares / rows.length - sum / rows.length * (sum / rows.length);
    }

    /** The rows in the order of the column, equal ones in their own order. */
    private static int[] sorted(int[] rows, double[] column) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> column[row]).thenComparing(row -> row))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] codes(DataType type, Column column) {
        if (type == DataType.NUMBER || type == DataType.INTEGER) {
            return IntStream.range(0, column.size()).mapToDouble(column::number).toArray();
        }
        Map<Object, Integer> counts = new HashMap<>();
        for (int row = 0; row < column.size(); row++) {
            column.value(row).ifPresent(value -> counts.merge(value, 1, Integer::sum));
        }
        List<Object> byFrequency = new ArrayList<>(counts.keySet());
        byFrequency.sort(Comparator.<Object>comparingInt(value -> -counts.getOrDefault(value, 0))
                .thenComparing(Object::toString));
        Map<Object, Integer> ranks = new HashMap<>();
        byFrequency.forEach(value -> ranks.put(value, ranks.size()));
        return IntStream.range(0, column.size())
                .mapToDouble(row -> column.value(row)
                        .map(ranks::get)
                        .map(rank -> (double) rank)
                        .orElse(Double.NaN))
                .toArray();
    }

    /** In standard deviations from the mean. Missing values are far below all others, so that they come together. */
    private static double[] standardised(double[] values) {
        double[] present = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (present.length == 0) {
            return new double[values.length];
        }
        NumericProfile profile = NumericProfile.of(present.length, row -> present[row]);
        double mean = profile.mean();
        double deviation = profile.standardDeviation() > 0 ? profile.standardDeviation() : 1;
        return Arrays.stream(values)
                .map(value -> Double.isFinite(value) ? (value - mean) / deviation : -4)
                .toArray();
    }
}
