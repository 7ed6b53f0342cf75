package dev.onward.oip;

import dev.onward.model.Datatype;
import dev.onward.model.HalfFloats;
import dev.onward.model.InvalidTensorException;
import dev.onward.model.Tensor;
import dev.onward.table.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The elements of a tensor in the making, put in one after the other. Texts stand in an array, all else in a buffer. */
final class Elements {

    private final Datatype datatype;
    private final ByteBuffer bytes;
    private final String[] texts;
    private int count;

    Elements(Datatype datatype, int size) {
        this.datatype = datatype;
        this.bytes = ByteBuffer.allocateDirect(Math.multiplyExact(size, datatype.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        this.texts = new String[datatype == Datatype.BYTES ? size : 0];
    }

    Datatype datatype() {
        return datatype;
    }

    /** How many there are so far. */
    int count() {
        return count;
    }

    boolean isFull() {
        return datatype == Datatype.BYTES ? count == texts.length : bytes.remaining() == 0;
    }

    /** Room for bytes that are elements already. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** @throws InvalidTensorException if the runtime would not get the same text */
    void text(String text) {
        if (text.indexOf('\0') >= 0 || Text.hasSurrogates(text)) {
            throw new InvalidTensorException(
                    "expected text of characters that the ONNX Runtime's Java side can pass on,"
                            + " got one with U+0000 or beyond U+FFFF");
        }
        texts[count++] = text;
    }

    void truth(boolean value) {
        bytes.put((byte) (value ? 1 : 0));
        count++;
    }

    /** @throws InvalidTensorException if the type cannot hold it */
    void whole(long value) {
        switch (datatype) {
            case BOOL -> bytes.put((byte) in(value, 0, 1));
            case INT8 -> bytes.put((byte) in(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.put((byte) in(value, 0, 255));
            case INT16 -> bytes.putShort((short) in(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 -> bytes.putInt((int) in(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> bytes.putLong(value);
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
            case FP64 -> bytes.putDouble(value);
            case FP32 -> bytes.putFloat(held((float) value, value));
            case FP16 -> {
                short bits = HalfFloats.toFp16((float) value);
                held(HalfFloats.ofFp16(bits), value);
                bytes.putShort(bits);
            }
            case BF16 -> {
                short bits = HalfFloats.toBf16((float) value);
                held(HalfFloats.ofBf16(bits), value);
                bytes.putShort(bits);
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
