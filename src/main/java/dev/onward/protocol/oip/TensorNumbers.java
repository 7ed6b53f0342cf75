package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.HalfFloats;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import java.nio.ByteBuffer;

/** The elements of a tensor of numbers or booleans, by their index in row-major order. */
final class TensorNumbers {

    private final Datatype datatype;
    private final ByteBuffer bytes;

    /** @param tensor of any datatype except BYTES */
    TensorNumbers(Tensor tensor) {
        this.datatype = tensor.datatype();
        this.bytes = tensor.bytes();
    }

    /** The element as a double: exact, except for whole numbers beyond 2^53. */
    double decimal(int index) {
        return switch (datatype) {
            case FP32 -> bytes.getFloat(index * Float.BYTES);
            case FP64 -> bytes.getDouble(index * Double.BYTES);
            case FP16 -> HalfFloats.ofFp16(bytes.getShort(index * Short.BYTES));
            case BF16 -> HalfFloats.ofBf16(bytes.getShort(index * Short.BYTES));
            case UINT64 -> unsigned(whole(index));
            default -> whole(index);
        };
    }

    /**
     * The element as a long, exact: the same 64 bits for UINT64, and 0 or 1 for BOOL.
     *
     * @throws IllegalStateException if the datatype is a floating-point type
     */
    long whole(int index) {
        return switch (datatype) {
            case BOOL, UINT8 -> Byte.toUnsignedLong(bytes.get(index));
            case INT8 -> bytes.get(index);
            case INT16 -> bytes.getShort(index * Short.BYTES);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(index * Short.BYTES));
            case INT32 -> bytes.getInt(index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(index * Integer.BYTES));
            case INT64, UINT64 -> bytes.getLong(index * Long.BYTES);
            default -> throw new IllegalStateException("expected a tensor of whole numbers, got " + datatype);
        };
    }

    /** The element in decimal, with the digits that identify it in its datatype. */
    String text(int index) {
        return switch (datatype) {
            case FP16, BF16, FP32 -> Float.toString((float) decimal(index));
            case FP64 -> Double.toString(decimal(index));
            case UINT64 -> Long.toUnsignedString(whole(index));
            default -> Long.toString(whole(index));
        };
    }

    /** Compares two elements exactly. NaN is lower than every number, and both zeros are equal. */
    int compare(int first, int second) {
        if (!datatype.isFloating()) {
            return datatype == Datatype.UINT64
                    ? Long.compareUnsigned(whole(first), whole(second))
                    : Long.compare(whole(first), whole(second));
        }
        // Subtracting from 0 makes both zeros equal; negating the result puts NaN below every number.
        return -Double.compare(0.0 - decimal(first), 0.0 - decimal(second));
    }

    private boolean fitsLong(int index) {
        return !datatype.isFloating() && (datatype != Datatype.UINT64 || whole(index) >= 0);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    /**
     * Converts the numbers to another datatype.
     *
     * @throws InvalidTensorException naming the first element that the datatype cannot represent, counted from 1
     */
    static Tensor convert(Tensor tensor, Datatype target) {
        TensorNumbers numbers = new TensorNumbers(tensor);
        TensorBuilder builder = new TensorBuilder(target, tensor.size());
        for (int i = 0; i < tensor.size(); i++) {
            try {
                if (numbers.fitsLong(i)) {
                    builder.addWhole(numbers.whole(i));
                } else {
                    builder.addDecimal(numbers.decimal(i));
                }
            } catch (InvalidTensorException e) {
                throw new InvalidTensorException("element " + (i + 1) + ": " + e.getMessage());
            }
        }
        return builder.build(tensor.shape());
    }
}
