package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.HalfFloats;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.table.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of a tensor in the making, put in one after the other. Texts stand in an array, all else in a buffer; both
 * grow with what is put in, since a shape is only what somebody says.
 */
final class Elements {

    /** Bytes of room at first, enough for most requests. */
    private static final int FIRST_ROOM = 1 << 16;

    private static final int FIRST_TEXTS = 1 << 10;

    private final Datatype datatype;
    private final int size;
    private ByteBuffer bytes;
    private String[] texts;
    private int count;

    /** @param size how many there are to be */
    Elements(Datatype datatype, int size) {
        this.datatype = datatype;
        this.size = size;
        this.bytes = room(length());
        this.texts = new String[datatype == Datatype.BYTES ? Math.min(size, FIRST_TEXTS) : 0];
    }

    /** A buffer for the first of so many bytes. */
    static ByteBuffer room(long length) {
        return ByteBuffer.allocateDirect((int) Math.min(length, FIRST_ROOM)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The buffer, or a larger one with the same bytes in it if it has not as much room; never larger than needed in all. */
    static ByteBuffer withRoom(ByteBuffer bytes, int needed, long length) {
        if (bytes.remaining() >= needed) {
            return bytes;
        }
        long doubled = Math.max(2L * bytes.capacity(), (long) bytes.position() + needed);
        return ByteBuffer.allocateDirect(Math.toIntExact(Math.min(doubled, Math.min(length, Integer.MAX_VALUE))))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes.flip());
    }

    private long length() {
        return (long) size * datatype.bytes();
    }

    private ByteBuffer room() {
        bytes = withRoom(bytes, datatype.bytes(), length());
        return bytes;
    }

    Datatype datatype() {
        return datatype;
    }

    /** How many there are so far. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == size;
    }

    /** @throws InvalidTensorException if the runtime would not get the same text */
    void text(String text) {
        if (text.indexOf('\0') >= 0 || Text.hasSurrogates(text)) {
            throw new InvalidTensorException(
                    "expected text of characters that the ONNX Runtime's Java side can pass on,"
                            + " got one with U+0000 or beyond U+FFFF");
        }
        if (count == texts.length) {
            texts = Arrays.copyOf(texts, (int) Math.min(2L * count, size));
        }
        texts[count++] = text;
    }

    void truth(boolean value) {
        room().put((byte) (value ? 1 : 0));
        count++;
    }

    /** @throws InvalidTensorException if the type cannot hold it */
    void whole(long value) {
        switch (datatype) {
            case BOOL -> room().put((byte) in(value, 0, 1));
            case INT8 -> room().put((byte) in(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> room().put((byte) in(value, 0, 255));
            case INT16 -> room().putShort((short) in(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 -> room().putInt((int) in(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> room().putLong(value);
            default -> {
                decimal((double) value);
                return;
            }
        }
        count++;
    }

    /**
     * NaN and infinities are numbers like others where the type has them.
     *
     * @throws InvalidTensorException if the type cannot hold it
     */
    void decimal(double value) {
        switch (datatype) {
            case FP64 -> room().putDouble(value);
            case FP32 -> room().putFloat(held((float) value, value));
            case FP16 -> {
                short bits = HalfFloats.toFp16((float) value);
                held(HalfFloats.ofFp16(bits), value);
                room().putShort(bits);
            }
            case BF16 -> {
                short bits = HalfFloats.toBf16((float) value);
                held(HalfFloats.ofBf16(bits), value);
                room().putShort(bits);
            }
            default -> {
                whole(exactly(value));
                return;
            }
        }
        count++;
    }

    private static long exactly(double value) {
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new InvalidTensorException("expected a whole number, got " + value);
        }
        return whole;
    }

    private long in(long value, long minimum, long maximum) {
        if (value < minimum || value > maximum) {
            throw new InvalidTensorException("expected a number from " + minimum + " to " + maximum + ", as " + datatype
                    + " holds, got " + value);
        }
        return value;
    }

    /** @param rounded what the type makes of the number: infinity, if it is too large for it */
    private float held(float rounded, double value) {
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw new InvalidTensorException("expected a number that " + datatype + " holds, got " + value);
        }
        return rounded;
    }

    Tensor tensor(List<Long> shape) {
        return datatype == Datatype.BYTES ? Tensor.of(shape, texts) : Tensor.of(datatype, shape, bytes.flip());
    }
}
