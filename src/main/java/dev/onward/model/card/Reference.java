package dev.onward.model.card;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics of the data with which predictions are compared: the distribution of every feature and prediction, the
 * errors of predictions, and the background of explanations. Built by name, with {@link #builder}.
 *
 * @param rows the number of rows of data
 * @param name of the data, or of its file without the folder
 * @param sha256 of the data's file, in hexadecimal
 * @param written the date on which the section was written, such as 2026-11-22
 * @param features by the name of the feature
 * @param answers one for each class or value, in the order of the model
 * @param explanations empty if the model's predictions cannot be explained
 */
public record Reference(
        long rows,
        Optional<String> name,
        Optional<String> sha256,
        Optional<String> written,
        Map<String, FeatureReference> features,
        List<AnswerReference> answers,
        Optional<ExplanationData> explanations) {

    public Reference {
        name = ModelCard.present(name);
        sha256 = ModelCard.present(sha256);
        written = ModelCard.present(written);
        answers = List.copyOf(answers);
    }

    /** The answer with this name. */
    public Optional<AnswerReference> answer(String name) {
        return answers.stream().filter(answer -> answer.name().equals(name)).findFirst();
    }

    /** A builder for a section without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with the entries of this section. */
    public Builder toBuilder() {
        return new Builder()
                .rows(rows)
                .name(name)
                .sha256(sha256)
                .written(written)
                .features(features)
                .answers(answers)
                .explanations(explanations);
    }

    /** Collects the entries of the section by their names. */
    public static final class Builder {
        private long rows;
        private Optional<String> name = Optional.empty();
        private Optional<String> sha256 = Optional.empty();
        private Optional<String> written = Optional.empty();
        private Map<String, FeatureReference> features = Map.of();
        private List<AnswerReference> answers = List.of();
        private Optional<ExplanationData> explanations = Optional.empty();

        private Builder() {}

        public Builder rows(long rows) {
            this.rows = rows;
            return this;
        }

        public Builder name(Optional<String> name) {
            this.name = name;
            return this;
        }

        public Builder sha256(Optional<String> sha256) {
            this.sha256 = sha256;
            return this;
        }

        public Builder written(Optional<String> written) {
            this.written = written;
            return this;
        }

        public Builder features(Map<String, FeatureReference> features) {
            this.features = features;
            return this;
        }

        public Builder answers(List<AnswerReference> answers) {
            this.answers = answers;
            return this;
        }

        public Builder explanations(Optional<ExplanationData> explanations) {
            this.explanations = explanations;
            return this;
        }

        public Reference build() {
            return new Reference(rows, name, sha256, written, features, answers, explanations);
        }
    }
}
