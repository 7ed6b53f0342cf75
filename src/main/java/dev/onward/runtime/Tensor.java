package dev.onward.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor: values of one type in a shape of any rank, row-major. Numbers and booleans are in one little-endian buffer,
 * as in the runtime and in binary requests; text is in an array. The contents must not be changed.
 */
public final class Tensor {

    private final Datatype datatype;
    private final List<Long> shape;
    private final ByteBuffer bytes;
    private final String[] texts;

    private Tensor(Datatype datatype, List<Long> shape, ByteBuffer bytes, String[] texts) {
        this.datatype = datatype;
        this.shape = List.copyOf(shape);
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.texts = texts;
    }

    /**
     * @param bytes from 0 to the limit; owned by the tensor
     * @throws IllegalArgumentException if the number of bytes does not fit the shape
     */
    public static Tensor of(Datatype datatype, List<Long> shape, ByteBuffer bytes) {
        long expected = size(shape) * datatype.bytes();
        if (datatype == Datatype.BYTES || bytes.limit() != expected) {
            throw new IllegalArgumentException("expected " + expected + " bytes, got " + bytes.limit());
        }
        return new Tensor(datatype, shape, bytes, new String[0]);
    }

    /**
     * @param texts owned by the tensor
     * @throws IllegalArgumentException if the number of texts does not fit the shape
     */
    public static Tensor of(List<Long> shape, String[] texts) {
        if (texts.length != size(shape)) {
            throw new IllegalArgumentException("expected " + size(shape) + " strings, got " + texts.length);
        }
        return new Tensor(Datatype.BYTES, shape, ByteBuffer.allocate(0), texts);
    }

    /** The number of elements of a shape. */
    public static long size(List<Long> shape) {
        if (shape.contains(0L)) {
            return 0;
        }
        long size = 1;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    public Datatype datatype() {
        return datatype;
    }

    public List<Long> shape() {
        return shape;
    }

    /** The number of elements. */
    public int size() {
        return datatype == Datatype.BYTES ? texts.length : bytes.limit() / datatype.bytes();
    }

    /** The same values in another shape of the same size. */
    public Tensor reshaped(List<Long> other) {
        if (other.equals(shape)) {
            return this;
        }
        return datatype == Datatype.BYTES ? of(other, texts) : of(datatype, other, bytes);
    }

    /**
     * Some of the rows, which are the elements with the same first index, in a view.
     *
     * @param from the first row
     */
    Tensor rows(int from, int count) {
        List<Long> rows = new ArrayList<>(shape);
        rows.set(0, (long) count);
        int width = Math.toIntExact(size(shape.subList(1, shape.size())));
        if (datatype == Datatype.BYTES) {
            return of(rows, Arrays.copyOfRange(texts, from * width, (from + count) * width));
        }
        int rowBytes = width * datatype.bytes();
        return of(datatype, rows, bytes.slice(from * rowBytes, count * rowBytes));
    }

    /** The bytes of all elements, little-endian, in a view with its own position; empty for text. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    }

    /** The text at this index, row-major. */
    public String text(int index) {
        return texts[index];
    }

    String[] texts() {
        return texts;
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return datatype + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " [", "]"));
    }
}
