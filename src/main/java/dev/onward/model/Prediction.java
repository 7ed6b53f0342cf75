package dev.onward.model;

import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import dev.onward.table.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The predictions of a model for the rows of a table, in their order. */
public sealed interface Prediction {

    int rows();

    /** Applies the function for this kind of prediction. */
    <T> T match(Function<Classes, T> classes, Function<Values, T> values, Function<Outputs, T> outputs);

    /**
     * The reason why the prediction for a row is invalid, such as a number that is NaN; empty if all numbers are
     * finite.
     */
    Optional<String> reason(int row);

    /**
     * One label for each row, and usually a probability or another score for each label. Built by name: {@link #of}
     * with the labels, then what else is known.
     */
    final class Classes implements Prediction {

        private final List<Label> labels;
        private final int[] chosen;
        private final Optional<Matrix> scores;
        private final boolean probabilities;
        private final boolean whole;

        private Classes(
                List<Label> labels, int[] chosen, Optional<Matrix> scores, boolean probabilities, boolean whole) {
            this.labels = labels;
            this.chosen = chosen;
            this.scores = scores;
            this.probabilities = probabilities;
            this.whole = whole;
        }

        /**
         * Predicted labels without scores. Their names are text in the graph.
         *
         * @param labels all classes, in the order of the columns of scores
         * @param chosen for each row, the position of its label; not copied, so the caller must not change it
         */
        public static Classes of(List<Label> labels, int[] chosen) {
            return new Classes(List.copyOf(labels), chosen, Optional.empty(), false, false);
        }

        /** @param scores of shape [rows, labels], known to be probabilities */
        public Classes withProbabilities(Matrix scores) {
            return new Classes(labels, chosen, Optional.of(checked(scores)), true, whole);
        }

        /** @param scores of shape [rows, labels], not known to be probabilities */
        public Classes withScores(Matrix scores) {
            return new Classes(labels, chosen, Optional.of(checked(scores)), false, whole);
        }

        /** @param whole whether the graph's labels are whole numbers instead of text */
        public Classes withWholeLabels(boolean whole) {
            return new Classes(labels, chosen, scores, probabilities, whole);
        }

        private Matrix checked(Matrix scores) {
            if (scores.columns() != labels.size() || scores.rows() != chosen.length) {
                throw new IllegalArgumentException("expected scores of " + chosen.length + " rows and " + labels.size()
                        + " columns, got " + scores.rows() + " and " + scores.columns());
            }
            return scores;
        }

        public List<Label> labels() {
            return labels;
        }

        public Label label(int row) {
            return labels.get(chosen[row]);
        }

        /** The position of the label among all labels. */
        public int position(int row) {
            return chosen[row];
        }

        public Optional<Matrix> scores() {
            return scores;
        }

        public boolean areProbabilities() {
            return probabilities;
        }

        /** Checks whether the graph's labels are whole numbers, whose digits are the names of the labels. */
        public boolean areWhole() {
            return whole;
        }

        @Override
        public int rows() {
            return chosen.length;
        }

        @Override
        public <T> T match(Function<Classes, T> classes, Function<Values, T> values, Function<Outputs, T> outputs) {
            return classes.apply(this);
        }

        @Override
        public Optional<String> reason(int row) {
            return scores.flatMap(
                    matrix -> matrix.reason(row, column -> labels.get(column).name()));
        }
    }

    /**
     * One or several numbers for each row.
     *
     * @param values the columns
     * @param numbers of shape [rows, values]
     */
    record Values(List<Value> values, Matrix numbers) implements Prediction {

        public Values {
            values = List.copyOf(values);
            if (numbers.columns() != values.size()) {
                throw new IllegalArgumentException("expected " + values.size() + " columns, got " + numbers.columns());
            }
        }

        @Override
        public int rows() {
            return numbers.rows();
        }

        @Override
        public <T> T match(Function<Classes, T> classes, Function<Values, T> values, Function<Outputs, T> outputs) {
            return values.apply(this);
        }

        @Override
        public Optional<String> reason(int row) {
            return numbers.reason(
                    row, column -> values.size() == 1 ? "" : values.get(column).name());
        }
    }

    /**
     * The outputs of the model for each row, by name, without a known meaning.
     *
     * @param names of the columns
     */
    record Outputs(List<String> names, List<Column> columns, int rows) implements Prediction {

        public Outputs {
            names = List.copyOf(names);
            columns = List.copyOf(columns);
            if (names.size() != columns.size()) {
                throw new IllegalArgumentException("expected " + names.size() + " columns, got " + columns.size());
            }
        }

        @Override
        public <T> T match(Function<Classes, T> classes, Function<Values, T> values, Function<Outputs, T> outputs) {
            return outputs.apply(this);
        }

        @Override
        public Optional<String> reason(int row) {
            for (int i = 0; i < columns.size(); i++) {
                if (!columns.get(i).isFinite(row)) {
                    return Optional.of(
                            "the model returned " + columns.get(i).number(row) + " for " + Text.quote(names.get(i)));
                }
            }
            return Optional.empty();
        }
    }
}
