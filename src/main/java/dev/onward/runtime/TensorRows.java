package dev.onward.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A tensor that is made of parts, each with some of its rows, in order. */
final class TensorRows {

    private final Datatype datatype;
    private final List<Long> shape;
    private final ByteBuffer bytes;
    private final String[] texts;
    private int textCount;

    private TensorRows(Datatype datatype, List<Long> shape) {
        this.datatype = datatype;
        this.shape = shape;
        int size = Math.toIntExact(Tensor.size(shape));
        boolean isText = datatype == Datatype.BYTES;
        bytes = ByteBuffer.allocate(isText ? 0 : Math.multiplyExact(size, datatype.bytes()));
        texts = new String[isText ? size : 0];
    }

    /**
     * Creates a tensor without content.
     *
     * @param part of which it has the type and the shape, except for the number of rows
     */
    static TensorRows like(Tensor part, int rows) {
        List<Long> shape = new ArrayList<>(part.shape());
        if (!shape.isEmpty()) {
            shape.set(0, (long) rows);
        }
        return new TensorRows(part.datatype(), shape);
    }

    /**
     * Adds the next rows.
     *
     * @param rows the expected number
     * @return false if the part does not have them, or rows of another shape
     */
    boolean add(Tensor part, int rows) {
        List<Long> expected = new ArrayList<>(shape);
        if (!expected.isEmpty()) {
            expected.set(0, (long) rows);
        }
        if (expected.isEmpty() || !part.shape().equals(expected) || part.datatype() != datatype) {
            return false;
        }
        if (datatype == Datatype.BYTES) {
            System.arraycopy(part.texts(), 0, texts, textCount, part.size());
            textCount += part.size();
        } else {
            bytes.put(part.bytes());
        }
        return true;
    }

    /** The tensor, when all rows have been added. */
    Tensor complete() {
        return datatype == Datatype.BYTES ? Tensor.of(shape, texts) : Tensor.of(datatype, shape, bytes.rewind());
    }
}
