package dev.onward.model.card;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The background data of explanations that compare a row with one group of rows. Built by name, with {@link #builder}.
 *
 * @param name of the group
 * @param condition that its rows satisfy; empty for all rows
 * @param rows the number of rows in the group
 * @param counted the number of rows from which the background was computed, a random sample if fewer than {@code rows}
 * @param means of the encoded columns of the graph that the model adds up, in the order of the graph
 * @param products the means of products of two of these columns, in the order of the graph
 * @param background rows that represent the group, for models whose graph is not explained exactly
 * @param standardErrors the standard error of the average answer that is due to sampling, by class or value, in the
 *     unit of the explanation
 * @param largestDifference the largest difference of any contribution to that with the rows themselves, if the
 *     background has means of rows instead
 */
public record BackgroundGroup(
        String name,
        Optional<String> condition,
        long rows,
        long counted,
        List<Double> means,
        List<Double> products,
        List<WeightedRow> background,
        Map<String, Double> standardErrors,
        OptionalDouble largestDifference) {

    /** The name of the group of all rows. */
    public static final String ALL = "all";

    public BackgroundGroup {
        condition = ModelCard.present(condition);
        means = List.copyOf(means);
        products = List.copyOf(products);
        background = List.copyOf(background);
        CardNumbers.requireFinite("means", means);
        CardNumbers.requireFinite("products", products);
        CardNumbers.requireFinite("standard errors", standardErrors.values());
        if (largestDifference.isPresent() && !Double.isFinite(largestDifference.getAsDouble())) {
            throw new IllegalArgumentException(
                    "expected a finite largest difference, got " + largestDifference.getAsDouble());
        }
    }

    /**
     * A row of a background.
     *
     * @param row by feature name, without missing values; numbers, strings or booleans
     * @param weight the number of rows that it represents, at least 1
     */
    public record WeightedRow(Map<String, Object> row, long weight) {

        public WeightedRow {
            if (weight < 1) {
                throw new IllegalArgumentException("expected a weight of at least 1, got " + weight);
            }
        }
    }

    /** A builder for a group without rows; every entry that is not set is absent. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A builder that starts with the entries of this group. */
    public Builder toBuilder() {
        return new Builder(name)
                .condition(condition)
                .rows(rows)
                .counted(counted)
                .means(means)
                .products(products)
                .background(background)
                .standardErrors(standardErrors)
                .largestDifference(largestDifference);
    }

    /** Collects the entries of a group by their names. */
    public static final class Builder {
        private final String name;
        private Optional<String> condition = Optional.empty();
        private long rows;
        private long counted;
        private List<Double> means = List.of();
        private List<Double> products = List.of();
        private List<WeightedRow> background = List.of();
        private Map<String, Double> standardErrors = Map.of();
        private OptionalDouble largestDifference = OptionalDouble.empty();

        private Builder(String name) {
            this.name = name;
        }

        public Builder condition(Optional<String> condition) {
            this.condition = condition;
            return this;
        }

        public Builder rows(long rows) {
            this.rows = rows;
            return this;
        }

        public Builder counted(long counted) {
            this.counted = counted;
            return this;
        }

        public Builder means(List<Double> means) {
            this.means = means;
            return this;
        }

        public Builder products(List<Double> products) {
            this.products = products;
            return this;
        }

        public Builder background(List<WeightedRow> background) {
            this.background = background;
            return this;
        }

        public Builder standardErrors(Map<String, Double> standardErrors) {
            this.standardErrors = standardErrors;
            return this;
        }

        public Builder largestDifference(OptionalDouble largestDifference) {
            this.largestDifference = largestDifference;
            return this;
        }

        public BackgroundGroup build() {
            return new BackgroundGroup(
                    name, condition, rows, counted, means, products, background, standardErrors, largestDifference);
        }
    }
}
