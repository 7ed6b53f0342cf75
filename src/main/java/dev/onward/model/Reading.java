package dev.onward.model;

import dev.onward.table.Column;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** How the graph's outputs are read as a prediction; settled once, when the model is opened. */
sealed interface Reading {

    /** The outputs that it needs, in the order in which their cells are to be given. */
    List<String> outputs();

    Prediction read(List<Cells> cells, int rows);

    /** The answer to a table without rows. */
    Prediction none();

    /** What a classifier's one number for a row says. */
    enum Single {
        /** It has one for each class, and not just one. */
        NO,
        /** The probability of the second of two classes. */
        PROBABILITY,
        /** The score of the second of two classes, whose opposite is that of the first. */
        SCORE
    }

    /**
     * A classifier with known classes.
     *
     * @param label the output that names the class; if there is none, the highest score does
     * @param scores the output with a number for each class, if there is one
     * @param raw the classes as the graph names them, in the order of the scores
     * @param labels the same as the card names them
     * @param whole whether the labels are whole numbers of the graph
     */
    record Classes(
            Optional<String> label,
            Optional<String> scores,
            Single single,
            List<String> raw,
            List<Label> labels,
            boolean probabilities,
            boolean whole,
            Map<String, Integer> positions)
            implements Reading {

        Classes(
                Optional<String> label,
                Optional<String> scores,
                Single single,
                List<String> raw,
                List<Label> labels,
                boolean probabilities,
                boolean whole) {
            this(label, scores, single, raw, labels, probabilities, whole, positions(raw));
        }

        private static Map<String, Integer> positions(List<String> raw) {
            Map<String, Integer> positions = new HashMap<>();
            raw.forEach(name -> positions.put(name, positions.size()));
            return positions;
        }

        @Override
        public List<String> outputs() {
            List<String> outputs = new ArrayList<>();
            label.ifPresent(outputs::add);
            scores.ifPresent(outputs::add);
            return outputs;
        }

        @Override
        public Prediction read(List<Cells> cells, int rows) {
            Optional<Matrix> matrix =
                    scores.map(name -> complete(cells.get(cells.size() - 1).matrix()));
            int[] chosen = label.isPresent()
                    ? IntStream.range(0, rows)
                            .map(row -> position(cells.get(0).label(row), rows == 1 ? 0 : row + 1L))
                            .toArray()
                    : IntStream.range(0, rows)
                            .map(row -> matrix.orElseThrow().highest(row))
                            .toArray();
            return new Prediction.Classes(labels, chosen, matrix, probabilities, whole);
        }

        @Override
        public Prediction none() {
            Optional<Matrix> nothing = scores.map(name -> Matrix.of(new float[0], labels.size()));
            return new Prediction.Classes(labels, new int[0], nothing, probabilities, whole);
        }

        private Matrix complete(Matrix matrix) {
            return switch (single) {
                case NO -> matrix;
                case PROBABILITY -> matrix.beside(value -> 1 - value);
                case SCORE -> matrix.beside(value -> -value);
            };
        }

        private int position(String name, long row) {
            Integer position = positions.get(name);
            if (position == null) {
                String message = "the model answered the label " + Text.quote(name) + ", which is none of its classes";
                throw new InvalidInputException(List.of(Problem.of(row, "", message)), 1);
            }
            return position;
        }
    }

    /**
     * A classifier that says no more than a name, out of nobody knows how many.
     *
     * @param whole whether it says a whole number
     */
    record Names(String label, boolean whole) implements Reading {

        @Override
        public List<String> outputs() {
            return List.of(label);
        }

        @Override
        public Prediction read(List<Cells> cells, int rows) {
            Map<String, Integer> positions = new LinkedHashMap<>();
            int[] chosen = IntStream.range(0, rows)
                    .map(row -> positions.computeIfAbsent(cells.get(0).label(row), name -> positions.size()))
                    .toArray();
            List<Label> labels =
                    positions.keySet().stream().map(name -> new Label(name, "")).toList();
            return new Prediction.Classes(labels, chosen, Optional.empty(), false, whole);
        }

        @Override
        public Prediction none() {
            return new Prediction.Classes(List.of(), new int[0], Optional.empty(), false, whole);
        }
    }

    /** Numbers: the columns of the outputs, one after the other. */
    record Values(List<String> outputs, List<Value> values) implements Reading {

        @Override
        public Prediction read(List<Cells> cells, int rows) {
            List<Matrix> matrices = cells.stream().map(Cells::matrix).toList();
            return new Prediction.Values(values, matrices.size() == 1 ? matrices.get(0) : Matrix.beside(matrices));
        }

        @Override
        public Prediction none() {
            return new Prediction.Values(values, Matrix.of(new float[0], values.size()));
        }
    }

    /** Everything by its name, with nothing said of what it means. */
    record Outputs(List<String> outputs, List<String> names) implements Reading {

        @Override
        public Prediction read(List<Cells> cells, int rows) {
            List<Column> columns = cells.stream()
                    .flatMap(block -> IntStream.range(0, block.width).mapToObj(block::column))
                    .toList();
            return new Prediction.Outputs(names, columns, rows);
        }

        @Override
        public Prediction none() {
            List<Column> columns = names.stream()
                    .<Column>map(name -> new Column.Longs(new long[0], new java.util.BitSet()))
                    .toList();
            return new Prediction.Outputs(names, columns, 0);
        }
    }
}
