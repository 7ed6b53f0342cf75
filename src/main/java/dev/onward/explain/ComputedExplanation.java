package dev.onward.explain;

import dev.onward.explain.graph.Space;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.RandomAccess;

/** Holds only numbers for each feature, since a response may have many explanations of many features. */
final class ComputedExplanation implements Explanation {

    /** The largest relative difference between value and the sum, which is only that of rounding. */
    private static final double ROUNDING = 1e-9;

    private final Method method;
    private final Space space;
    private final String answer;
    private final double base;
    private final double value;
    private final double output;
    private final List<String> features;
    private final double[] amounts;
    private final double[] standardErrors;
    private final long backgroundRows;
    private final int samples;

    private ComputedExplanation(Builder builder) {
        this.method = builder.method;
        this.space = builder.space;
        this.answer = builder.answer;
        this.base = builder.base;
        this.value = builder.value;
        this.output = builder.output;
        this.features = builder.features;
        this.amounts = builder.amounts;
        this.standardErrors = builder.standardErrors;
        this.backgroundRows = builder.backgroundRows;
        this.samples = builder.samples;
        double sum = base;
        double magnitude = Math.abs(base);
        for (double amount : amounts) {
            sum += amount;
            magnitude += Math.abs(amount);
        }
        // Not "> ROUNDING", which NaN would pass.
        if (!(Math.abs(sum - value) <= ROUNDING * Math.max(1, magnitude)) || !Double.isFinite(magnitude)) {
            throw new IllegalArgumentException(
                    "expected base and contributions to add up to " + value + ", got " + sum);
        }
        if (amounts.length != features.size()
                || (standardErrors.length != 0 && standardErrors.length != amounts.length)) {
            throw new IllegalArgumentException("expected a contribution for each feature");
        }
        if (backgroundRows < 1 || (samples > 0) != (method == Method.SAMPLING)) {
            throw new IllegalArgumentException(
                    "expected background rows, and samples if and only if the method is sampling");
        }
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String space() {
        return space.title();
    }

    @Override
    public boolean isProbability() {
        return space == Space.PROBABILITY;
    }

    @Override
    public boolean isValue() {
        return space == Space.VALUE;
    }

    @Override
    public String answer() {
        return answer;
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public double output() {
        return output;
    }

    @Override
    public List<Contribution> contributions() {
        return new Contributions();
    }

    @Override
    public long backgroundRows() {
        return backgroundRows;
    }

    @Override
    public int samples() {
        return samples;
    }

    private final class Contributions extends AbstractList<Contribution> implements RandomAccess {

        @Override
        public Contribution get(int index) {
            return new Contribution(
                    features.get(index),
                    amounts[index],
                    standardErrors.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(standardErrors[index]));
        }

        @Override
        public int size() {
            return amounts.length;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComputedExplanation that
                && method == that.method
                && space == that.space
                && answer.equals(that.answer)
                && base == that.base
                && value == that.value
                && output == that.output
                && features.equals(that.features)
                && Arrays.equals(amounts, that.amounts)
                && Arrays.equals(standardErrors, that.standardErrors)
                && backgroundRows == that.backgroundRows
                && samples == that.samples;
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, answer, base, Arrays.hashCode(amounts));
    }

    @Override
    public String toString() {
        return method + " of " + answer + ": " + value + " = " + base + " + " + contributions();
    }

    static Builder builder(Method method, Space space, String answer) {
        return new Builder(method, space, answer);
    }

    /** Collects the components of an explanation by their names. */
    static final class Builder {
        private static final double[] NONE = {};

        private final Method method;
        private final Space space;
        private final String answer;
        private double base;
        private double value;
        private double output;
        private List<String> features = List.of();
        private double[] amounts = NONE;
        private double[] standardErrors = NONE;
        private long backgroundRows;
        private int samples;

        private Builder(Method method, Space space, String answer) {
            this.method = method;
            this.space = space;
            this.answer = answer;
        }

        Builder base(double base) {
            this.base = base;
            return this;
        }

        Builder value(double value) {
            this.value = value;
            return this;
        }

        Builder output(double output) {
            this.output = output;
            return this;
        }

        /**
         * @param features their names, which explanations of the same table share
         * @param amounts of the contributions, not to be modified
         */
        Builder contributions(List<String> features, double[] amounts) {
            this.features = features;
            this.amounts = amounts;
            return this;
        }

        /** @param standardErrors of the amounts, not to be modified */
        Builder standardErrors(double[] standardErrors) {
            this.standardErrors = standardErrors;
            return this;
        }

        Builder backgroundRows(long backgroundRows) {
            this.backgroundRows = backgroundRows;
            return this;
        }

        Builder samples(int samples) {
            this.samples = samples;
            return this;
        }

        Explanation build() {
            return new ComputedExplanation(this);
        }
    }
}
