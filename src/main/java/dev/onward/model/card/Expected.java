package dev.onward.model.card;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The expected prediction for a golden row. Only present entries are compared. Built by name, with {@link #builder}.
 */
public record Expected(
        Optional<String> label,
        Map<String, Double> probabilities,
        Map<String, Double> scores,
        OptionalDouble value,
        Map<String, Double> values) {

    public Expected {
        label = ModelCard.present(label);
    }

    /** A builder for a prediction; every entry that is not set is absent. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the entries of a prediction by their names. */
    public static final class Builder {
        private Optional<String> label = Optional.empty();
        private Map<String, Double> probabilities = Map.of();
        private Map<String, Double> scores = Map.of();
        private OptionalDouble value = OptionalDouble.empty();
        private Map<String, Double> values = Map.of();

        private Builder() {}

        public Builder label(Optional<String> label) {
            this.label = label;
            return this;
        }

        public Builder probabilities(Map<String, Double> probabilities) {
            this.probabilities = probabilities;
            return this;
        }

        public Builder scores(Map<String, Double> scores) {
            this.scores = scores;
            return this;
        }

        public Builder value(OptionalDouble value) {
            this.value = value;
            return this;
        }

        public Builder values(Map<String, Double> values) {
            this.values = values;
            return this;
        }

        public Expected build() {
            return new Expected(label, probabilities, scores, value, values);
        }
    }
}
