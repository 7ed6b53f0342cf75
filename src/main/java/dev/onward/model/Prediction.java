package dev.onward.model;

import dev.onward.table.Column;
import java.util.List;

/** A model's answers to the rows of a table, in their order. */
public sealed interface Prediction {

    int rows();

    /** For each row one of the labels, with a probability, or a score that is none, for every label. */
    final class Classes implements Prediction {

        private final List<Label> labels;
        private final int[] chosen;
        private final Matrix scores;
        private final boolean probabilities;

        /**
         * @param labels in the order of the columns of scores
         * @param chosen for each row, the position of its label; taken over
         * @param scores [rows, labels]
         * @param probabilities whether the scores are known to be probabilities
         */
        public Classes(List<Label> labels, int[] chosen, Matrix scores, boolean probabilities) {
            if (scores.columns() != labels.size() || scores.rows() != chosen.length) {
                throw new IllegalArgumentException("expected scores of " + chosen.length + " rows and " + labels.size()
                        + " columns, got " + scores.rows() + " and " + scores.columns());
            }
            this.labels = List.copyOf(labels);
            this.chosen = chosen;
            this.scores = scores;
            this.probabilities = probabilities;
        }

        public List<Label> labels() {
            return labels;
        }

        public Label label(int row) {
            return labels.get(chosen[row]);
        }

        public Matrix scores() {
            return scores;
        }

        public boolean areProbabilities() {
            return probabilities;
        }

        @Override
        public int rows() {
            return chosen.length;
        }
    }

    /**
     * For each row one number or several named ones.
     *
     * @param names of the columns
     * @param values [rows, names]
     */
    record Values(List<String> names, Matrix values) implements Prediction {

        public Values {
            names = List.copyOf(names);
            if (values.columns() != names.size()) {
                throw new IllegalArgumentException("expected " + names.size() + " columns, got " + values.columns());
            }
        }

        @Override
        public int rows() {
            return values.rows();
        }
    }

    /**
     * For each row the model's outputs by name, of which nothing else is known.
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
    }
}
