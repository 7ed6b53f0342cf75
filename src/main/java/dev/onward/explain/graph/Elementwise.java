package dev.onward.explain.graph;

import dev.onward.explain.graph.GraphValue.Constant;
import dev.onward.explain.graph.GraphValue.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Applies an operator to each column, with the broadcasting of ONNX. The dimension of the rows is never broadcast. */
final class Elementwise {

    private Elementwise() {}

    static Rows map(Rows rows, UnaryOperator<Quantity> operator) {
        return new Rows(rows.shape(), rows.columns().stream().map(operator).toList());
    }

    /** @throws UnreadableGraphException if both are constants, or the shapes do not fit row by row */
    static Rows map(GraphValue left, GraphValue right, BinaryOperator<Quantity> operator, ReadingLimit limit) {
        int rank = rank(left, right);
        Operand first = Operand.of(left, rank);
        Operand second = Operand.of(right, rank);
        int[] shape = new int[rank];
        int size = 1;
        for (int i = 0; i < rank; i++) {
            shape[i] = first.shape[i] == 1 ? second.shape[i] : first.shape[i];
            if (second.shape[i] != 1 && second.shape[i] != shape[i]) {
                throw new UnreadableGraphException("it combines tensors of different shapes");
            }
            size = Math.multiplyExact(size, shape[i]);
        }
        limit.check(size);
        List<Quantity> columns = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < size; i++) {
            Quantity a = first.column(i, shape);
            Quantity b = second.column(i, shape);
            limit.addAdditions(ReadingLimit.size(a) + ReadingLimit.size(b));
            Quantity column = operator.apply(a, b);
            total += ReadingLimit.size(column);
            limit.check(total);
            columns.add(column);
        }
        return new Rows(Arrays.stream(shape).boxed().toList(), columns);
    }

    /** The number of dimensions of a row. */
    private static int rank(GraphValue left, GraphValue right) {
        if (left instanceof Rows first && right instanceof Rows second) {
            if (first.shape().size() != second.shape().size()) {
                throw new UnreadableGraphException("it combines tensors of different ranks");
            }
            return first.shape().size();
        }
        if (left instanceof Rows rows) {
            return rows.shape().size();
        }
        if (right instanceof Rows rows) {
            return rows.shape().size();
        }
        throw new UnreadableGraphException("it combines constants");
    }

    /** A row of a tensor, or a constant that is the same for each row. */
    private static final class Operand {

        private final int[] shape;
        private final IntFunction<Quantity> columns;

        Operand(int[] shape, IntFunction<Quantity> columns) {
            this.shape = shape;
            this.columns = columns;
        }

        static Operand of(GraphValue value, int rank) {
            if (value instanceof Constant constant) {
                return new Operand(aligned(constant.shape(), rank), constant::column);
            }
            Rows rows = (Rows) value;
            return new Operand(aligned(rows.shape(), rank), rows.columns()::get);
        }

        /** The shape with this number of dimensions; those that are missing in front have the size 1. */
        private static int[] aligned(List<Integer> shape, int rank) {
            int[] aligned = new int[rank];
            Arrays.fill(aligned, 1);
            for (int i = 0; i < shape.size(); i++) {
                int position = rank - shape.size() + i;
                if (position >= 0) {
                    aligned[position] = shape.get(i);
                } else if (shape.get(i) != 1) {
                    throw new UnreadableGraphException("it combines rows with a constant that differs between rows");
                }
            }
            return aligned;
        }

        /** The column that belongs to a column of a broadcast shape. */
        Quantity column(int index, int[] broadcast) {
            int own = 0;
            int stride = 1;
            int rest = index;
            for (int i = shape.length - 1; i >= 0; i--) {
                own += shape[i] == 1 ? 0 : rest % broadcast[i] * stride;
                rest /= broadcast[i];
                stride *= shape[i];
            }
            return columns.apply(own);
        }
    }
}
