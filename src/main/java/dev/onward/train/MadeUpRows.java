package dev.onward.train;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Rows that no one has measured, made of no more than each feature's own statistics and categories. */
final class MadeUpRows {

    private final List<Feature> features;
    private final double[] middle;

    /** @param features with what was observed of them */
    MadeUpRows(List<Feature> features, LabelledRows data) {
        this.features = features;
        middle = IntStream.range(0, features.size())
                .mapToDouble(i -> middle(features.get(i), i, data))
                .toArray();
    }

    /** The mean of every number, and of everything else what is most frequent. */
    double[] middle() {
        return middle.clone();
    }

    /**
     * The corners and the middle of the data, two rows outside, and rows in which every category has its turn.
     *
     * @param far how far outside, in standard deviations
     */
    List<double[]> all(double far) {
        List<double[]> rows = new ArrayList<>();
        rows.add(row(MadeUpRows::lowest));
        rows.add(row(MadeUpRows::highest));
        rows.add(middle());
        rows.add(outside(-far));
        rows.add(outside(far));
        int turns = features.stream()
                .mapToInt(feature -> feature.categories().size())
                .max()
                .orElse(0);
        IntStream.range(0, turns)
                .mapToObj(this::turn)
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
                Observed observed = features.get(i).observed().get();
                double value = Digits.six(observed.mean() + deviations * observed.standardDeviation());
                double finite = Math.max(Range.FLOAT.minimum(), Math.min(Range.FLOAT.maximum(), value));
                row[i] = features.get(i).type() == DataType.INTEGER ? Math.rint(finite) : finite;
            }
        }
        return row;
    }

    private double[] turn(int category) {
        double[] row = middle();
        for (int i = 0; i < row.length; i++) {
            int categories = features.get(i).categories().size();
            row[i] = categories == 0 ? row[i] : category % categories;
        }
        return row;
    }

    private static double lowest(Feature feature) {
        return feature.observed().map(Observed::minimum).orElse(0.0);
    }

    private static double highest(Feature feature) {
        double last =
                feature.type() == DataType.BOOLEAN ? 1 : feature.categories().size() - 1;
        return feature.observed().map(Observed::maximum).orElse(last);
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
        int most = 0;
        for (int i = 1; i < count; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }
}
