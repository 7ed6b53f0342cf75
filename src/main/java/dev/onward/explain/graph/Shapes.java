package dev.onward.explain.graph;

import dev.onward.explain.graph.GraphValue.Constant;
import dev.onward.explain.graph.GraphValue.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads operators that select, join or reshape the columns of rows. Axis 0 is that of the rows. */
final class Shapes {

    private static final String MOVES_ROWS = "it changes the number or the order of the rows";

    private Shapes() {}

    /** @param axis the axis of the whole tensor, negative from the end */
    static Rows concat(List<Rows> inputs, long axis) {
        List<Integer> first = inputs.get(0).shape();
        int dimension = dimension(axis, first.size());
        int outer = GraphValue.size(first.subList(0, dimension));
        List<Quantity> columns = new ArrayList<>();
        int joined = 0;
        for (Rows input : inputs) {
            if (input.shape().size() != first.size()) {
                throw new UnreadableGraphException("it joins tensors of different ranks");
            }
            joined += input.shape().get(dimension);
        }
        for (int i = 0; i < outer; i++) {
            for (Rows input : inputs) {
                int length = input.columns().size() / outer;
                columns.addAll(input.columns().subList(i * length, (i + 1) * length));
            }
        }
        List<Integer> shape = new ArrayList<>(first);
        shape.set(dimension, joined);
        return new Rows(shape, columns);
    }

    /** The position in a row's shape of an axis of the whole tensor. */
    private static int dimension(long axis, int rank) {
        int dimension = (int) (axis < 0 ? axis + rank : axis - 1);
        if (dimension < 0 || dimension >= rank) {
            throw new UnreadableGraphException(MOVES_ROWS);
        }
        return dimension;
    }

    /**
     * Selects columns of a matrix.
     *
     * @param isScalar whether the axis is removed, since the position is a single number
     */
    static Rows select(Rows input, double[] positions, boolean isScalar) {
        if (input.shape().size() != 1) {
            throw new UnreadableGraphException("it selects from a tensor that is not a matrix");
        }
        int columns = input.columns().size();
        List<Quantity> selected = new ArrayList<>();
        for (double position : positions) {
            int column = (int) (position < 0 ? position + columns : position);
            if (column < 0 || column >= columns) {
                throw new UnreadableGraphException("it selects a column that does not exist");
            }
            selected.add(input.columns().get(column));
        }
        return isScalar ? new Rows(List.of(), selected) : Rows.matrix(selected);
    }

    static Rows gather(Rows input, long axis, Constant positions) {
        dimension(axis, input.shape().size());
        return select(input, positions.numbers(), positions.shape().isEmpty());
    }

    static Rows reshape(Rows input, double[] shape) {
        int columns = input.columns().size();
        // 0 keeps the dimension and -1 is the rest: the rows, if the other dimensions account for all
        // columns.
        boolean keepsRows = shape.length > 0 && (shape[0] == 0 || shape[0] == -1);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i < shape.length; i++) {
            sizes.add((int)
                    (shape[i] == 0 && i <= input.shape().size() ? input.shape().get(i - 1) : shape[i]));
        }
        int open = sizes.indexOf(-1);
        if (open >= 0 && shape[0] == 0) {
            int others = -GraphValue.size(sizes);
            sizes.set(open, others == 0 ? 0 : columns / others);
        }
        if (!keepsRows || sizes.contains(-1) || GraphValue.size(sizes) != columns) {
            throw new UnreadableGraphException(MOVES_ROWS);
        }
        return input.reshaped(sizes);
    }

    static Rows flatten(Rows input, long axis) {
        if (axis != 1 && axis != -input.shape().size()) {
            throw new UnreadableGraphException(MOVES_ROWS);
        }
        return input.reshaped(List.of(input.columns().size()));
    }

    /** @param axes of the whole tensor; empty for all of size 1 */
    static Rows squeeze(Rows input, double[] axes) {
        int rank = input.shape().size();
        List<Integer> removed = IntStream.range(0, axes.length)
                .mapToObj(i -> dimension((long) axes[i], rank))
                .toList();
        List<Integer> shape = IntStream.range(0, rank)
                .filter(i -> axes.length == 0 ? input.shape().get(i) != 1 : !removed.contains(i))
                .mapToObj(input.shape()::get)
                .toList();
        if (GraphValue.size(shape) != input.columns().size()) {
            throw new UnreadableGraphException("it removes a dimension that is not of size 1");
        }
        return input.reshaped(shape);
    }

    static Rows unsqueeze(Rows input, double[] axes) {
        int rank = input.shape().size() + axes.length;
        List<Integer> shape = new ArrayList<>(input.shape());
        for (int i = 0; i < rank; i++) {
            int dimension = i;
            if (IntStream.range(0, axes.length).anyMatch(axis -> dimension((long) axes[axis], rank) == dimension)) {
                shape.add(dimension, 1);
            }
        }
        return input.reshaped(shape);
    }

    /** Sums over the columns of a matrix. */
    static Rows sum(Rows input, boolean keepsDimension, ReadingLimit limit) {
        if (input.shape().size() != 1) {
            throw new UnreadableGraphException("it sums over more than the columns of a matrix");
        }
        List<Quantity> columns = input.columns();
        Quantity sum = columns.stream().allMatch(column -> column instanceof Link)
                ? new LinkSum(columns.stream().map(Link.class::cast).toList())
                : Arithmetic.sum(columns, limit);
        return keepsDimension ? Rows.matrix(List.of(sum)) : new Rows(List.of(), List.of(sum));
    }
}
