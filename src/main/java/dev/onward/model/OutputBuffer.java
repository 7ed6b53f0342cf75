package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** One output's cells for all rows of a table, row-major; copied once out of what is native, piece by piece. */
abstract sealed class OutputBuffer {

    final int width;

    private OutputBuffer(int width) {
        this.width = width;
    }

    /** Room for as many rows of what the tensor holds. */
    static OutputBuffer like(OnnxTensor tensor, int rows, int width) {
        int size = Math.multiplyExact(rows, width);
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> new Floats(new float[size], width);
            case DOUBLE -> new Doubles(new double[size], width);
            case STRING -> new Strings(new String[size], width);
            case BOOL -> new Booleans(new boolean[size], width);
            case INT8, UINT8, INT16, INT32, INT64 -> new Longs(new long[size], width);
            case UNKNOWN ->
                throw new IllegalStateException("the model answered a tensor of type " + tensor.getInfo().onnxType);
        };
    }

    /** How many columns the tensor has; a single one if it is a list. */
    static int width(TensorInfo info) {
        return info.getShape().length == 1 ? 1 : Math.toIntExact(info.getShape()[1]);
    }

    /**
     * Copies the first rows of a tensor.
     *
     * @param row of the table with which they begin
     */
    abstract void copy(OnnxTensor tensor, int row, int rows) throws OrtException;

    /** The numbers as a matrix. */
    Matrix matrix() {
        throw new IllegalStateException("expected the model to answer numbers");
    }

    /** A cell as a label would be written. */
    abstract String label(int row);

    /** One of the columns, as a column of a table. */
    abstract Column column(int column);

    private static final class Floats extends OutputBuffer {
        private final float[] values;

        Floats(float[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            buffer.get(values, row * width, rows * width);
        }

        @Override
        Matrix matrix() {
            return Matrix.of(values, width);
        }

        @Override
        String label(int row) {
            return Float.toString(values[row]);
        }

        /** With the digits that a float has, and not those that it gets as a double. */
        @Override
        Column column(int column) {
            return new Column.Doubles(
                    IntStream.range(0, values.length / width)
                            .mapToDouble(row -> Double.parseDouble(Float.toString(values[row * width + column])))
                            .toArray(),
                    new BitSet());
        }
    }

    private static final class Doubles extends OutputBuffer {
        private final double[] values;

        Doubles(double[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            DoubleBuffer buffer = tensor.getDoubleBuffer();
            buffer.get(values, row * width, rows * width);
        }

        @Override
        Matrix matrix() {
            return Matrix.of(values, width);
        }

        @Override
        String label(int row) {
            return Double.toString(values[row]);
        }

        @Override
        Column column(int column) {
            return new Column.Doubles(
                    IntStream.range(0, values.length / width)
                            .mapToDouble(row -> values[row * width + column])
                            .toArray(),
                    new BitSet());
        }
    }

    private static final class Longs extends OutputBuffer {
        private final long[] values;

        Longs(long[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
            for (int i = 0; i < rows * width; i++) {
                values[row * width + i] = switch (tensor.getInfo().type) {
                    case INT8 -> bytes.get(i);
                    case UINT8 -> Byte.toUnsignedLong(bytes.get(i));
                    case INT16 -> bytes.getShort(i * Short.BYTES);
                    case INT32 -> bytes.getInt(i * Integer.BYTES);
                    default -> bytes.getLong(i * Long.BYTES);
                };
            }
        }

        @Override
        String label(int row) {
            return Long.toString(values[row]);
        }

        @Override
        Column column(int column) {
            return new Column.Longs(
                    IntStream.range(0, values.length / width)
                            .mapToLong(row -> values[row * width + column])
                            .toArray(),
                    new BitSet());
        }
    }

    private static final class Booleans extends OutputBuffer {
        private final boolean[] values;

        Booleans(boolean[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
            for (int i = 0; i < rows * width; i++) {
                values[row * width + i] = bytes.get(i) != 0;
            }
        }

        @Override
        String label(int row) {
            return Boolean.toString(values[row]);
        }

        @Override
        Column column(int column) {
            boolean[] chosen = new boolean[values.length / width];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = values[row * width + column];
            }
            return new Column.Booleans(chosen, new BitSet());
        }
    }

    private static final class Strings extends OutputBuffer {
        private final String[] values;

        Strings(String[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) throws OrtException {
            Object answered = tensor.getValue();
            String[] flat = answered instanceof String[][] matrix
                    ? Arrays.stream(matrix).flatMap(Arrays::stream).toArray(String[]::new)
                    : (String[]) answered;
            System.arraycopy(flat, 0, values, row * width, rows * width);
        }

        @Override
        String label(int row) {
            return values[row];
        }

        @Override
        Column column(int column) {
            List<String> texts = IntStream.range(0, values.length / width)
                    .mapToObj(row -> values[row * width + column])
                    .toList();
            return new Column.Strings(texts, new BitSet());
        }
    }
}
