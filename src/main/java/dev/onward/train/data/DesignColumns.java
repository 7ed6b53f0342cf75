package dev.onward.train.data;

import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns of the design matrix and the features that they come from: first one column for each numeric feature, in
 * the order of the features, then one for each category of each categorical feature. A row before this expansion has
 * one number for each feature, which for a categorical one is the position of the category.
 */
public final class DesignColumns {

    private final int[] categories;
    private final int[] numbers;
    private final int[] categorical;
    private final int[] featureOfColumn;

    /** @param categories the number of categories of each feature; 0 if it is numeric */
    public DesignColumns(int... categories) {
        this.categories = categories.clone();
        numbers = features(false);
        categorical = features(true);
        IntStream first = IntStream.of(numbers);
        IntStream second = IntStream.of(categorical)
                .flatMap(feature -> IntStream.generate(() -> feature).limit(categories[feature]));
        featureOfColumn = IntStream.concat(first, second).toArray();
    }

    static DesignColumns of(Schema schema) {
        return new DesignColumns(schema.features().stream()
                .map(Feature::categories)
                .mapToInt(List::size)
                .toArray());
    }

    /** The number of columns. */
    public int count() {
        return featureOfColumn.length;
    }

    /** The positions of the numeric features, in the order of their columns. Must not be modified. */
    public int[] numbers() {
        return numbers;
    }

    /** The positions of the categorical features, in the order of their columns. Must not be modified. */
    public int[] categorical() {
        return categorical;
    }

    /** The number of categories of a feature; 0 if it is numeric. */
    public int categories(int feature) {
        return categories[feature];
    }

    /**
     * Checks whether the product of two columns adds information. Within one categorical feature it does not: the
     * square of 0 or 1 is the number itself, and the product of two categories is always 0.
     */
    public boolean isProduct(int column, int other) {
        return featureOfColumn[column] != featureOfColumn[other] || column < numbers.length;
    }

    /** The number of products of two columns, including squares. */
    public long products() {
        long all = pairs(count());
        for (int feature : categorical) {
            all -= pairs(categories[feature]);
        }
        return all;
    }

    private static long pairs(long columns) {
        return columns * (columns + 1) / 2;
    }

    private int[] features(boolean isCategorical) {
        return IntStream.range(0, categories.length)
                .filter(feature -> categories[feature] > 0 == isCategorical)
                .toArray();
    }
}
