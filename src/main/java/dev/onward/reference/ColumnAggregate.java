package dev.onward.reference;

import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes a value of a confidential column for each cluster of rows: of a numeric feature without categories the mean,
 * of every other one the most frequent value. The value is missing if it is missing in most rows.
 *
 * <p>A value is published only if it occurs in at least {@link Histograms#MIN_ROWS} rows of the column, a missing value
 * only if as many are missing, and a mean only if it is that of as many numbers or of those of most rows in a cluster.
 * Otherwise the typical value of the column replaces it.
 */
final class ColumnAggregate {

    private final Column column;
    private final boolean isWhole;
    private final boolean hasMean;
    private final boolean mayBeMissing;
    private final Map<Object, Integer> counts;
    private final Optional<Object> typical;

    private ColumnAggregate(Feature feature, Column column) {
        this.column = column;
        isWhole = feature.type() == DataType.INTEGER;
        hasMean = feature.categories().isEmpty() && (isWhole || feature.type() == DataType.NUMBER);
        int[] rows = IntStream.range(0, column.size()).toArray();
        mayBeMissing = missing(rows) >= Histograms.MIN_ROWS;
        counts = hasMean ? Map.of() : counts(rows);
        typical = published(rows);
    }

    static ColumnAggregate of(Feature feature, Column column) {
        return new ColumnAggregate(feature, column);
    }

    /** False if no value of the column may be published. */
    boolean hasTypicalValue() {
        return typical.isPresent();
    }

    /** The value for a cluster: a double, long, boolean or text as in the column; empty if missing. */
    Optional<Object> of(int[] cluster) {
        return mayBeMissing && missing(cluster) * 2 > cluster.length
                ? Optional.empty()
                : published(cluster).or(() -> typical);
    }

    private long missing(int[] rows) {
        return IntStream.of(rows).filter(column::isMissing).count();
    }

    private Map<Object, Integer> counts(int[] rows) {
        Map<Object, Integer> occurrences = new HashMap<>();
        for (int row : rows) {
            column.value(row).ifPresent(value -> occurrences.merge(value, 1, Integer::sum));
        }
        return occurrences;
    }

    private Optional<Object> published(int[] rows) {
        return hasMean ? mean(rows) : mode(rows);
    }

    /** Empty if there are too few numbers. */
    private Optional<Object> mean(int[] rows) {
        // Not a stream's average, whose summation differs between versions of the JDK.
        double sum = 0;
        int count = 0;
        for (int row : rows) {
            if (!column.isMissing(row)) {
                sum += column.number(row);
                count++;
            }
        }
        if (count < Histograms.MIN_ROWS && count * 2 <= rows.length) {
            return Optional.empty();
        }
        double mean = sum / count;
        return Optional.of(isWhole ? (Object) Math.round(mean) : (Object) mean);
    }

    /** The most frequent of the values that occur often enough in the whole column, the first in a tie. */
    private Optional<Object> mode(int[] rows) {
        Map<Object, Integer> inCluster = new HashMap<>();
        Optional<Object> best = Optional.empty();
        int highest = 0;
        for (int row : rows) {
            Optional<Object> value =
                    column.value(row).filter(present -> counts.getOrDefault(present, 0) >= Histograms.MIN_ROWS);
            int count = value.map(present -> inCluster.merge(present, 1, Integer::sum))
                    .orElse(0);
            if (count > highest) {
                highest = count;
                best = value;
            }
        }
        return best;
    }
}
