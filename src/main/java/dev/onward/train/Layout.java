package dev.onward.train;

import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns the features of a row become inside a model: each number is one, in the order of the features; after
 * the numbers each category of each categorical feature is one. In a row itself a category stands by its position.
 */
final class Layout {

    private final int[] categories;
    private final int[] numbers;
    private final int[] categorical;
    private final int[] owners;

    /** @param categories for each feature how many it has; 0 if it is a number */
    Layout(int... categories) {
        this.categories = categories.clone();
        numbers = features(false);
        categorical = features(true);
        IntStream first = IntStream.of(numbers);
        IntStream second = IntStream.of(categorical)
                .flatMap(feature -> IntStream.generate(() -> feature).limit(categories[feature]));
        owners = IntStream.concat(first, second).toArray();
    }

    static Layout of(Schema schema) {
        return new Layout(schema.features().stream()
                .map(Feature::categories)
                .mapToInt(List::size)
                .toArray());
    }

    int columns() {
        return owners.length;
    }

    /** The features that are numbers, each being the column of its place in this list. Not to be changed. */
    int[] numbers() {
        return numbers;
    }

    /** The features that are categorical, in the order of their columns. Not to be changed. */
    int[] categorical() {
        return categorical;
    }

    int categories(int feature) {
        return categories[feature];
    }

    /**
     * Whether the product of two columns says what neither says alone. Within one categorical feature it does not: the
     * square of 0 or 1 is itself, and two of its categories never meet.
     */
    boolean isProduct(int column, int other) {
        return owners[column] != owners[other] || column < numbers.length;
    }

    /** How many products of two columns there are, squares among them. */
    long products() {
        long all = pairs(columns());
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
