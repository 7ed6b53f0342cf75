package dev.onward.explain.graph;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The value of a tensor in the graph. */
sealed interface GraphValue {

    /**
     * A tensor with a row for each predicted row.
     *
     * @param shape of each row, without the dimension of the rows
     * @param columns of each row, row-major
     */
    record Rows(List<Integer> shape, List<Quantity> columns) implements GraphValue {

        public Rows {
            shape = List.copyOf(shape);
            columns = List.copyOf(columns);
            if (size(shape) != columns.size()) {
                throw new IllegalArgumentException("expected " + size(shape) + " columns, got " + columns.size());
            }
        }

        /** A matrix with a column for each column. */
        static Rows matrix(List<? extends Quantity> columns) {
            return new Rows(List.of(columns.size()), List.copyOf(columns));
        }

        /** The same columns in another shape of the same size. */
        Rows reshaped(List<Integer> other) {
            return new Rows(other, columns);
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

        /** The result of an operator that encodes each column on its own. */
        Constant map(UnaryOperator<Rows> operator) {
            int size = Math.max(numbers.length, texts.size());
            List<Quantity> columns = operator.apply(new Rows(
                            shape,
                            IntStream.range(0, size).mapToObj(this::column).toList()))
                    .columns();
            NumberType result = columns.stream()
                    .filter(column -> column instanceof NumberColumn)
                    .map(column -> ((NumberColumn) column).type())
                    .findFirst()
                    .orElse(type);
            return new Constant(
                    shape,
                    result,
                    columns.stream()
                            .filter(column -> column instanceof NumberColumn)
                            .mapToDouble(column -> ((NumberColumn) column).of(TableRow.NONE))
                            .toArray(),
                    columns.stream()
                            .filter(column -> column instanceof TextColumn)
                            .map(column -> ((TextColumn) column).code().apply(TableRow.NONE))
                            .toList());
        }

        /** The column at this index. */
        Quantity column(int index) {
            return texts.isEmpty()
                    ? NumberColumn.constant(numbers[index], type)
                    : TextColumn.constant(texts.get(index));
        }
    }

    /** The number of columns of a shape. */
    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
