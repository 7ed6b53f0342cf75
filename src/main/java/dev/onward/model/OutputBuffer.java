package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.runtime.RunException;
import dev.onward.runtime.TensorSet;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The cells of one output for all rows of a table, row-major. Each run copies its rows from native memory once. */
abstract sealed class OutputBuffer {

    final int width;

    private OutputBuffer(int width) {
        this.width = width;
    }

    /** A buffer for rows of cells of the tensor's type. */
    static OutputBuffer of(TensorInfo tensor, int rows, int width) {
        int size = Math.multiplyExact(rows, width);
        return switch (tensor.type) {
            case FLOAT, FLOAT16, BFLOAT16 -> new Floats(new float[size], width);
            case DOUBLE -> new Doubles(new double[size], width);
            case STRING -> new Strings(new String[size], width);
            case BOOL -> new Booleans(new boolean[size], width);
            case INT8, UINT8, INT16, INT32, INT64 -> new Longs(new long[size], width, tensor.onnxType);
            case UNKNOWN ->
                throw new IllegalStateException(
                        "expected a supported tensor type from the model, got " + tensor.onnxType);
        };
    }

    /**
     * A buffer without rows for text that the graph gives as positions in a list.
     *
     * @param texts the text at each position
     */
    static OutputBuffer of(List<String> texts, int width) {
        return new Positions(new String[0], width, texts);
    }

    /** A buffer for this number of rows of the same cells. */
    abstract OutputBuffer ofRows(int rows);

    /** Checks whether the cells are text. */
    boolean isText() {
        return false;
    }

    /**
     * Copies the first rows of a tensor.
     *
     * @param row of the table for the first of them
     */
    abstract void copy(OnnxTensor tensor, int row, int rows) throws OrtException;

    /**
     * Copies the only row of kept tensors.
     *
     * @param output the position of this output in the tensors
     * @param row of the table
     */
    void copy(TensorSet tensors, int output, int row) {
        copy(tensors.output(output), row, 1);
    }

    /**
     * Copies the first rows of a tensor's bytes.
     *
     * @param bytes in native order
     */
    abstract void copy(ByteBuffer bytes, int row, int rows);

    /** A copy with the first rows only. */
    abstract OutputBuffer first(int rows);

    /** Checks whether the cells are the same, bit for bit. All NaNs are the same. */
    abstract boolean isSame(OutputBuffer other);

    /** The numbers as a matrix. */
    Matrix matrix() {
        throw new IllegalStateException("expected numbers from the model");
    }

    /** Checks whether the cells are 32-bit floats. */
    boolean isSingle() {
        return false;
    }

    /** The first cell of a row as the text of a label. */
    abstract String label(int row);

    /** A column of the output as a column of a table. */
    abstract Column column(int column);

    private static final class Floats extends OutputBuffer {
        private final float[] values;

        Floats(float[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        OutputBuffer ofRows(int rows) {
            return new Floats(new float[Math.multiplyExact(rows, width)], width);
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            buffer.get(values, row * width, rows * width);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            for (int i = 0; i < rows * width; i++) {
                values[row * width + i] = bytes.getFloat(i * Float.BYTES);
            }
        }

        @Override
        boolean isSame(OutputBuffer other) {
            return other instanceof Floats buffer && width == buffer.width && Arrays.equals(values, buffer.values);
        }

        @Override
        OutputBuffer first(int rows) {
            return new Floats(Arrays.copyOf(values, rows * width), width);
        }

        @Override
        Matrix matrix() {
            return Matrix.of(values, width);
        }

        @Override
        boolean isSingle() {
            return true;
        }

        @Override
        String label(int row) {
            return Float.toString(values[row]);
        }

        /** Converts by decimal digits, because widening a float adds digits that the model did not give. */
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
        OutputBuffer ofRows(int rows) {
            return new Doubles(new double[Math.multiplyExact(rows, width)], width);
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            DoubleBuffer buffer = tensor.getDoubleBuffer();
            buffer.get(values, row * width, rows * width);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            for (int i = 0; i < rows * width; i++) {
                values[row * width + i] = bytes.getDouble(i * Double.BYTES);
            }
        }

        @Override
        boolean isSame(OutputBuffer other) {
            return other instanceof Doubles buffer && width == buffer.width && Arrays.equals(values, buffer.values);
        }

        @Override
        OutputBuffer first(int rows) {
            return new Doubles(Arrays.copyOf(values, rows * width), width);
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
        private final TensorInfo.OnnxTensorType type;

        Longs(long[] values, int width, TensorInfo.OnnxTensorType type) {
            super(width);
            this.values = values;
            this.type = type;
        }

        @Override
        OutputBuffer ofRows(int rows) {
            return new Longs(new long[Math.multiplyExact(rows, width)], width, type);
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            copy(tensor.getByteBuffer().order(ByteOrder.nativeOrder()), row, rows);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            for (int i = 0; i < rows * width; i++) {
                // The Java type of the wide unsigned types is the signed one of the same size.
                values[row * width + i] = switch (type) {
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> bytes.get(i);
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Byte.toUnsignedLong(bytes.get(i));
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> bytes.getShort(i * Short.BYTES);
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Short.toUnsignedLong(bytes.getShort(i * Short.BYTES));
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> bytes.getInt(i * Integer.BYTES);
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 ->
                        Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> signed(bytes.getLong(i * Long.BYTES));
                    default -> bytes.getLong(i * Long.BYTES);
                };
            }
        }

        /** @throws RunException if the unsigned number does not fit, so that the row is reported */
        private static long signed(long unsigned) {
            if (unsigned < 0) {
                throw new RunException("the model returned " + Long.toUnsignedString(unsigned)
                        + "; expected an integer up to " + Long.MAX_VALUE);
            }
            return unsigned;
        }

        @Override
        boolean isSame(OutputBuffer other) {
            return other instanceof Longs buffer && width == buffer.width && Arrays.equals(values, buffer.values);
        }

        @Override
        OutputBuffer first(int rows) {
            return new Longs(Arrays.copyOf(values, rows * width), width, type);
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
        OutputBuffer ofRows(int rows) {
            return new Booleans(new boolean[Math.multiplyExact(rows, width)], width);
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            copy(tensor.getByteBuffer(), row, rows);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            for (int i = 0; i < rows * width; i++) {
                values[row * width + i] = bytes.get(i) != 0;
            }
        }

        @Override
        boolean isSame(OutputBuffer other) {
            return other instanceof Booleans buffer && width == buffer.width && Arrays.equals(values, buffer.values);
        }

        @Override
        OutputBuffer first(int rows) {
            return new Booleans(Arrays.copyOf(values, rows * width), width);
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

    private static sealed class Strings extends OutputBuffer permits Positions {
        final String[] values;

        Strings(String[] values, int width) {
            super(width);
            this.values = values;
        }

        @Override
        OutputBuffer ofRows(int rows) {
            return new Strings(new String[Math.multiplyExact(rows, width)], width);
        }

        @Override
        boolean isText() {
            return true;
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) throws OrtException {
            Object value = tensor.getValue();
            String[] flat = value instanceof String[][] matrix
                    ? Arrays.stream(matrix).flatMap(Arrays::stream).toArray(String[]::new)
                    : (String[]) value;
            System.arraycopy(flat, 0, values, row * width, rows * width);
        }

        @Override
        void copy(TensorSet tensors, int output, int row) {
            System.arraycopy(tensors.outputTexts(output), 0, values, row * width, width);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            throw new IllegalStateException("expected numbers, got text");
        }

        @Override
        boolean isSame(OutputBuffer other) {
            return other instanceof Strings buffer && width == buffer.width && Arrays.equals(values, buffer.values);
        }

        @Override
        OutputBuffer first(int rows) {
            return new Strings(Arrays.copyOf(values, rows * width), width);
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

    /** Text that the tensors have as positions in a list. */
    private static final class Positions extends Strings {
        private final List<String> texts;

        Positions(String[] values, int width, List<String> texts) {
            super(values, width);
            this.texts = texts;
        }

        @Override
        OutputBuffer ofRows(int rows) {
            return new Positions(new String[Math.multiplyExact(rows, width)], width, texts);
        }

        @Override
        void copy(OnnxTensor tensor, int row, int rows) {
            copy(tensor.getByteBuffer().order(ByteOrder.nativeOrder()), row, rows);
        }

        @Override
        void copy(TensorSet tensors, int output, int row) {
            copy(tensors.output(output), row, 1);
        }

        @Override
        void copy(ByteBuffer bytes, int row, int rows) {
            for (int i = 0; i < rows * width; i++) {
                long position = bytes.getLong(i * Long.BYTES);
                if (position < 0 || position >= texts.size()) {
                    throw new RunException("expected a position below " + texts.size() + ", got " + position);
                }
                values[row * width + i] = texts.get((int) position);
            }
        }
    }
}
