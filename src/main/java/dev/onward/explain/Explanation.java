package dev.onward.explain;

import java.util.List;
import java.util.Optional;

/**
 * The explanation of one number of a prediction: base and contributions add up to value. Built by name.
 *
 * @param answer the label or the name of the value that is explained
 * @param base the average over the background, in the space
 * @param value of the row, in the space
 * @param output the runtime's answer for the row
 * @param contributions one for each feature, in the order of the table
 * @param backgroundRows the number of rows of the background
 * @param samples the number of antithetic pairs of permutations; 0 unless the method is sampling
 */
public record Explanation(
        Method method,
        Space space,
        String answer,
        double base,
        double value,
        double output,
        List<Contribution> contributions,
        long backgroundRows,
        int samples) {

    /** The largest relative difference between value and the sum, which is only that of rounding. */
    private static final double ROUNDING = 1e-9;

    public Explanation {
        contributions = List.copyOf(contributions);
        double sum = base;
        double magnitude = Math.abs(base);
        for (Contribution contribution : contributions) {
            sum += contribution.amount();
            magnitude += Math.abs(contribution.amount());
        }
        // Not "> ROUNDING", which NaN would pass.
        if (!(Math.abs(sum - value) <= ROUNDING * Math.max(1, magnitude))) {
            throw new IllegalArgumentException(
                    "expected base and contributions to add up to " + value + ", got " + sum);
        }
        if (backgroundRows < 1 || (samples > 0) != (method == Method.SAMPLING)) {
            throw new IllegalArgumentException("expected background rows, and samples exactly for sampling");
        }
    }

    /** The result for one row: an explanation, or the reason why there is none. */
    public record Outcome(Optional<Explanation> explanation, Optional<String> reason) {

        public Outcome {
            if (explanation.isPresent() == reason.isPresent()) {
                throw new IllegalArgumentException("expected either an explanation or a reason");
            }
        }

        static Outcome of(Explanation explanation) {
            return new Outcome(Optional.of(explanation), Optional.empty());
        }

        static Outcome none(String reason) {
            return new Outcome(Optional.empty(), Optional.of(reason));
        }
    }

    static Builder builder(Method method, Space space, String answer) {
        return new Builder(method, space, answer);
    }

    /** Collects the components of an explanation by their names. */
    static final class Builder {
        private final Method method;
        private final Space space;
        private final String answer;
        private double base;
        private double value;
        private double output;
        private List<Contribution> contributions = List.of();
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

        Builder contributions(List<Contribution> contributions) {
            this.contributions = contributions;
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
            return new Explanation(
                    method, space, answer, base, value, output, contributions, backgroundRows, samples);
        }
    }
}
