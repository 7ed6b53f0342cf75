package dev.onward.explain;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The value of a tensor in the graph. */
sealed interface GraphValue {

    /**
     * A tensor with a row for each predicted row.
     *
     * @param shape of each row, without the dimension of the rows
     * @param cells of each row, row-major
     */
    record Rows(List<Integer> shape, List<Quantity> cells) implements GraphValue {

        public Rows {
            shape = List.copyOf(shape);
            cells = List.copyOf(cells);
            if (size(shape) != cells.size()) {
                throw new IllegalArgumentException("expected " + size(shape) + " cells, got " + cells.size());
            }
        }

        /** A matrix with a column for each cell. */
        static Rows matrix(List<? extends Quantity> cells) {
            return new Rows(List.of(cells.size()), List.copyOf(cells));
        }

        /** The same cells in another shape of the same size. */
        Rows reshaped(List<Integer> other) {
            return new Rows(other, cells);
        }
    }

    /** A constant. */
    static final class Constant implements GraphValue {

        private final List<Integer> shape;
        private final NumberType type;
        private final double[] numbers;
        private final List<String> texts;

        /**
         * @param numbers row-major; empty if it holds text
         * @param texts row-major; empty if it holds numbers
         */
        Constant(List<Integer> shape, NumberType type, double[] numbers, List<String> texts) {
            shape = List.copyOf(shape);
            texts = List.copyOf(texts);
            this.shape = shape;
            this.type = type;
            this.numbers = numbers;
            this.texts = texts;
        }

        List<Integer> shape() {
            return shape;
        }

        NumberType type() {
            return type;
        }

        double[] numbers() {
            return numbers;
        }

        List<String> texts() {
            return texts;
        }

        /** The result of an operator that encodes each cell on its own. */
        Constant map(UnaryOperator<Rows> operator) {
            int size = Math.max(numbers.length, texts.size());
            List<Quantity> cells = operator.apply(
                            new Rows(shape, IntStream.range(0, size).mapToObj(this::cell).toList()))
                    .cells();
            NumberType result = cells.stream()
                    .filter(cell -> cell instanceof NumberColumn)
                    .map(cell -> ((NumberColumn) cell).type())
                    .findFirst()
                    .orElse(type);
            return new Constant(
                    shape,
                    result,
                    cells.stream()
                            .filter(cell -> cell instanceof NumberColumn)
                            .mapToDouble(cell -> ((NumberColumn) cell).of(Cells.NONE))
                            .toArray(),
                    cells.stream()
                            .filter(cell -> cell instanceof TextColumn)
                            .map(cell -> ((TextColumn) cell).code().apply(Cells.NONE))
                            .toList());
        }

        /** The cell at this index. */
        Quantity cell(int index) {
            return texts.isEmpty()
                    ? NumberColumn.constant(numbers[index], type)
                    : TextColumn.constant(texts.get(index));
        }
    }

    /** The number of cells of a shape. */
    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
