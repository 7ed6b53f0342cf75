package dev.onward.train;

import dev.onward.dataset.Digits;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Range;
import dev.onward.table.TrainingStatistics;
import dev.onward.train.data.LabelledRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Rows that are not in the data, composed from the profile and the categories of each feature. */
final class SyntheticRows {

    private final List<Feature> features;
    private final double[] middle;

    /** @param features with their profiles */
    SyntheticRows(List<Feature> features, LabelledRows data) {
        this.features = features;
        middle = IntStream.range(0, features.size())
                .mapToDouble(i -> middle(features.get(i), i, data))
                .toArray();
    }

    /** The mean of every number, and the most frequent value of every other feature. */
    double[] middle() {
        return middle.clone();
    }

    /**
     * The lowest, the highest and the mean of all features, two rows outside the data, and rows that together have
     * every category.
     *
     * @param distance of the rows outside from the mean, in standard deviations
     */
    List<double[]> all(double distance) {
        List<double[]> rows = new ArrayList<>();
        rows.add(row(SyntheticRows::lowest));
        rows.add(row(SyntheticRows::highest));
        rows.add(middle());
        rows.add(outside(-distance));
        rows.add(outside(distance));
        int maxCategories = features.stream()
                .mapToInt(feature -> feature.categories().size())
                .max()
                .orElse(0);
        IntStream.range(0, maxCategories)
                .mapToObj(this::withCategory)
                .filter(row -> !Arrays.equals(row, middle))
                .forEach(rows::add);
        return rows;
    }

    private double[] row(ToDoubleFunction<Feature> value) {
        return features.stream().mapToDouble(value).toArray();
    }

    private double[] outside(double deviations) {
        double[] row = middle();
        for (int i = 0; i < row.length; i++) {
            if (features.get(i).observed().isPresent()) {
                TrainingStatistics observed = features.get(i).observed().get();
                double value = Digits.six(observed.mean() + deviations * observed.standardDeviation());
                double finite = Math.max(Range.FLOAT.minimum(), Math.min(Range.FLOAT.maximum(), value));
                row[i] = features.get(i).type() == DataType.INTEGER ? Math.rint(finite) : finite;
            }
        }
        return row;
    }

    /** The middle with this category of every categorical feature, counted from the first again past the last. */
    private double[] withCategory(int category) {
        double[] row = middle();
        for (int i = 0; i < row.length; i++) {
            int categories = features.get(i).categories().size();
            row[i] = categories == 0 ? row[i] : category % categories;
        }
        return row;
    }

    private static double lowest(Feature feature) {
        return feature.observed().map(TrainingStatistics::minimum).orElse(0.0);
    }

    private static double highest(Feature feature) {
        double last =
                feature.type() == DataType.BOOLEAN ? 1 : feature.categories().size() - 1;
        return feature.observed().map(TrainingStatistics::maximum).orElse(last);
    }

    private static double middle(Feature feature, int position, LabelledRows data) {
        return switch (feature.type()) {
            case NUMBER -> feature.observed().orElseThrow().mean();
            case INTEGER -> Math.rint(feature.observed().orElseThrow().mean());
            case BOOLEAN -> mostFrequent(2, position, data);
            case STRING -> mostFrequent(feature.categories().size(), position, data);
        };
    }

    private static int mostFrequent(int count, int position, LabelledRows data) {
        long[] counts = new long[count];
        for (int row = 0; row < data.size(); row++) {
            counts[(int) data.row(row)[position]]++;
        }
        int highest = 0;
        for (int i = 1; i < count; i++) {
            highest = counts[i] > counts[highest] ? i : highest;
        }
        return highest;
    }
}
