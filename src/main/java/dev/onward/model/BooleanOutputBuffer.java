package dev.onward.model;

import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** An output of booleans. */
final class BooleanOutputBuffer extends OutputBuffer {
    private final boolean[] values;

    BooleanOutputBuffer(boolean[] values, int width) {
        super(width);
        this.values = values;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new BooleanOutputBuffer(new boolean[Math.multiplyExact(rows, width)], width);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        for (int i = 0; i < rows * width; i++) {
            values[row * width + i] = bytes.get(i) != 0;
        }
    }

    @Override
    boolean isSame(OutputBuffer other) {
        return other instanceof BooleanOutputBuffer buffer
                && width == buffer.width
                && Arrays.equals(values, buffer.values);
    }

    @Override
    OutputBuffer first(int rows) {
        return new BooleanOutputBuffer(Arrays.copyOf(values, rows * width), width);
    }

    @Override
    String label(int row) {
        return Boolean.toString(values[row]);
    }

    @Override
    Column column(int column) {
        boolean[] cells = new boolean[values.length / width];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = values[row * width + column];
        }
        return new Column.Booleans(cells, new BitSet());
    }
}
