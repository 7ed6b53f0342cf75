package dev.onward.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values of one type in a shape of any rank, row-major. Numbers and truth values stand in one buffer, little-endian, as the
 * runtime and the wire both have them; texts stand in an array. Whoever has it may read it and not change it.
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
     * @param bytes from 0 to the limit; taken over. The runtime reads a direct buffer where it is, and copies another
     * @throws IllegalArgumentException if there are not as many as the shape needs
     */
    public static Tensor of(Datatype datatype, List<Long> shape, ByteBuffer bytes) {
        long expected = size(shape) * datatype.bytes();
        if (datatype == Datatype.BYTES || bytes.limit() != expected) {
            throw new IllegalArgumentException("expected " + expected + " bytes, got " + bytes.limit());
        }
        return new Tensor(datatype, shape, bytes, new String[0]);
    }

    /**
     * @param texts taken over
     * @throws IllegalArgumentException if there are not as many as the shape needs
     */
    public static Tensor of(List<Long> shape, String[] texts) {
        if (texts.length != size(shape)) {
            throw new IllegalArgumentException("expected " + size(shape) + " texts, got " + texts.length);
        }
        return new Tensor(Datatype.BYTES, shape, ByteBuffer.allocate(0), texts);
    }

    /** How many elements a shape has. */
    public static long size(List<Long> shape) {
        return shape.contains(0L)
                ? 0
                : shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    public Datatype datatype() {
        return datatype;
    }

    public List<Long> shape() {
        return shape;
    }

    /** How many elements it has. */
    public int size() {
        return datatype == Datatype.BYTES ? texts.length : bytes.limit() / datatype.bytes();
    }

    /** The same values in another shape of the same size. */
    public Tensor reshaped(List<Long> other) {
        return datatype == Datatype.BYTES ? of(other, texts) : of(datatype, other, bytes);
    }

    /** All elements but texts, little-endian; a view with a position of its own. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    }

    /** An element of texts. */
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
