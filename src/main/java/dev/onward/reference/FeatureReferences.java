package dev.onward.reference;

import dev.onward.model.card.FeatureReference;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Describes the values of each feature of a table. Of confidential data, counts of fewer than {@link
 * Histograms#MIN_ROWS} rows are 0.
 */
final class FeatureReferences {

    private static final int MAX_CATEGORIES = 100;

    private FeatureReferences() {}

    /** By the name of the feature, in their order. */
    static Map<String, FeatureReference> of(Table table, boolean isConfidential) {
        Map<String, FeatureReference> features = new LinkedHashMap<>();
        for (int i = 0; i < table.schema().size(); i++) {
            Feature feature = table.schema().feature(i);
            features.put(feature.name(), of(feature, table.column(i), isConfidential));
        }
        return features;
    }

    private static FeatureReference of(Feature feature, Column column, boolean isConfidential) {
        boolean isNumeric = feature.type() == DataType.NUMBER || feature.type() == DataType.INTEGER;
        if (isNumeric && feature.categories().isEmpty()) {
            double[] values = IntStream.range(0, column.size())
                    .filter(row -> !column.isMissing(row))
                    .mapToDouble(column::number)
                    .toArray();
            int missing = column.size() - values.length;
            return new FeatureReference(
                    Histograms.of(values, isConfidential), Map.of(), 0, published(missing, isConfidential));
        }
        Map<Object, Long> counts = new HashMap<>();
        for (int row = 0; row < column.size(); row++) {
            column.value(row).ifPresent(value -> counts.merge(value, 1L, Long::sum));
        }
        long present = counts.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> listed = listed(feature, counts, isConfidential);
        long other =
                present - listed.values().stream().mapToLong(Long::longValue).sum();
        return new FeatureReference(
                Optional.empty(),
                listed,
                published(other, isConfidential),
                published(column.size() - present, isConfidential));
    }

    private static long published(long count, boolean isConfidential) {
        return isConfidential && count < Histograms.MIN_ROWS ? 0 : count;
    }

    /** The most frequent values, as the card names them; equally frequent ones in the order of their names. */
    private static Map<String, Long> listed(Feature feature, Map<Object, Long> counts, boolean isConfidential) {
        List<Map.Entry<String, Long>> entries = new ArrayList<>();
        counts.forEach((value, count) -> {
            if (!isConfidential || count >= Histograms.MIN_ROWS) {
                entries.add(Map.entry(name(feature, value), count));
            }
        });
        entries.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Long> listed = new LinkedHashMap<>();
        entries.stream().limit(MAX_CATEGORIES).forEach(entry -> listed.put(entry.getKey(), entry.getValue()));
        return listed;
    }

    /** The category of a value: 1 and 1.0 are one category, in the notation of the feature. */
    private static String name(Feature feature, Object value) {
        if (value instanceof Double number) {
            return feature.categories().stream()
                    .filter(category -> Numbers.decimal(category).equals(OptionalDouble.of(number)))
                    .findFirst()
                    .orElse(value.toString());
        }
        return value.toString();
    }
}
