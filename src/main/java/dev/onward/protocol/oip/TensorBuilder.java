package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.HalfFloats;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.table.Text;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a tensor from its elements in row-major order. Memory grows with the number of elements added, because a
 * request can declare any shape.
 */
final class TensorBuilder {

    private static final int INITIAL_STRINGS = 1 << 10;

    private final Datatype datatype;
    private final int size;
    private final GrowingBuffer bytes;
    private String[] strings;
    private int count;

    /** @param size the number of elements of the complete tensor */
    TensorBuilder(Datatype datatype, int size) {
        this.datatype = datatype;
        this.size = size;
        this.bytes = new GrowingBuffer((long) size * datatype.bytes());
        this.strings = new String[datatype == Datatype.BYTES ? Math.min(size, INITIAL_STRINGS) : 0];
    }

    Datatype datatype() {
        return datatype;
    }

    /** The number of elements added so far. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == size;
    }

    /**
     * Adds an element of BYTES.
     *
     * @throws InvalidTensorException if ONNX Runtime's Java API would pass a different string to the model
     */
    void addString(String value) {
        if (value.indexOf('\0') >= 0 || Text.hasSurrogates(value)) {
            throw new InvalidTensorException("expected text without U+0000 and without characters beyond U+FFFF,"
                    + " which ONNX Runtime's Java API cannot pass to the model");
        }
        if (count == strings.length) {
            strings = Arrays.copyOf(strings, (int) Math.min(2L * count, size));
        }
        strings[count++] = value;
    }

    /** Adds an element of BOOL. */
    void addBoolean(boolean value) {
        bytes.withRoom(1).put((byte) (value ? 1 : 0));
        count++;
    }

    /**
     * Adds a whole number to a tensor of any numeric datatype, or 0 or 1 to one of BOOL.
     *
     * @throws InvalidTensorException if it is out of the datatype's range
     */
    void addWhole(long value) {
        switch (datatype) {
            case BOOL -> bytes.withRoom(1).put((byte) checkRange(value, 0, 1));
            case INT8 -> bytes.withRoom(1).put((byte) checkRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.withRoom(1).put((byte) checkRange(value, 0, 255));
            case INT16 ->
                bytes.withRoom(Short.BYTES).putShort((short) checkRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 ->
                bytes.withRoom(Integer.BYTES).putInt((int) checkRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> bytes.withRoom(Long.BYTES).putLong(value);
            default -> {
                addDecimal((double) value);
                return;
            }
        }
        count++;
    }

    /**
     * Adds a number to a tensor of any numeric datatype. Floating-point datatypes also accept NaN and infinities.
     *
     * @throws InvalidTensorException if it is out of the datatype's range, or has a fractional part and the datatype is
     *     an integer type
     */
    void addDecimal(double value) {
        switch (datatype) {
            case FP64 -> bytes.withRoom(Double.BYTES).putDouble(value);
            case FP32 -> bytes.withRoom(Float.BYTES).putFloat(checkOverflow((float) value, value));
            case FP16 -> {
                short bits = HalfFloats.toFp16((float) value);
                checkOverflow(HalfFloats.ofFp16(bits), value);
                bytes.withRoom(Short.BYTES).putShort(bits);
            }
            case BF16 -> {
                short bits = HalfFloats.toBf16((float) value);
                checkOverflow(HalfFloats.ofBf16(bits), value);
                bytes.withRoom(Short.BYTES).putShort(bits);
            }
            default -> {
                addWhole(toWhole(value));
                return;
            }
        }
        count++;
    }

    private static long toWhole(double value) {
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new InvalidTensorException("expected a whole number, got " + value);
        }
        return whole;
    }

    private long checkRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidTensorException(
                    "expected a number from " + min + " to " + max + " for " + datatype + ", got " + value);
        }
        return value;
    }

    /** @param rounded the value in the datatype's precision, infinite if the value is out of range */
    private float checkOverflow(float rounded, double value) {
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw outOfRange(datatype, String.valueOf(value));
        }
        return rounded;
    }

    static InvalidTensorException outOfRange(Datatype datatype, String value) {
        return new InvalidTensorException("expected a number in the range of " + datatype + ", got " + value);
    }

    /** @throws IllegalArgumentException if the shape does not have as many elements as were added */
    Tensor build(List<Long> shape) {
        return datatype == Datatype.BYTES ? Tensor.of(shape, strings) : Tensor.of(datatype, shape, bytes.finish());
    }
}
