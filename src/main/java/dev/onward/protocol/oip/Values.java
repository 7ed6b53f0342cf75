package dev.onward.protocol.oip;

import dev.onward.runtime.Datatype;
import dev.onward.runtime.HalfFloats;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import java.nio.ByteBuffer;

/** The elements of a tensor that are no texts, by their order. */
final class Values {

    private final Datatype datatype;
    private final ByteBuffer bytes;

    Values(Tensor tensor) {
        this.datatype = tensor.datatype();
        this.bytes = tensor.bytes();
    }

    /** As a number, which has all digits of it unless it is a whole one beyond 2^53. */
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

    /** As a whole number; the bits of one of UINT64. */
    long whole(int index) {
        return switch (datatype) {
            case BOOL, UINT8 -> Byte.toUnsignedLong(bytes.get(index));
            case INT8 -> bytes.get(index);
            case INT16 -> bytes.getShort(index * Short.BYTES);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(index * Short.BYTES));
            case INT32 -> bytes.getInt(index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(index * Integer.BYTES));
            case INT64, UINT64 -> bytes.getLong(index * Long.BYTES);
            default -> throw new IllegalStateException("no whole numbers in a tensor of " + datatype);
        };
    }

    /** With all its digits and no more. */
    String text(int index) {
        return switch (datatype) {
            case FP16, BF16, FP32 -> Float.toString((float) decimal(index));
            case FP64 -> Double.toString(decimal(index));
            case UINT64 -> Long.toUnsignedString(whole(index));
            default -> Long.toString(whole(index));
        };
    }

    /** Whether it is a whole number that a long holds, and so keeps all its digits as one. */
    private boolean isLong(int index) {
        return !datatype.isFloating() && (datatype != Datatype.UINT64 || whole(index) >= 0);
    }

    /** Which of two elements is the higher one, to the last digit; what is no number is the lowest. */
    int compare(int first, int second) {
        if (!datatype.isFloating()) {
            return datatype == Datatype.UINT64
                    ? Long.compareUnsigned(whole(first), whole(second))
                    : Long.compare(whole(first), whole(second));
        }
        // Taken from 0, both zeros are the same.
        return -Double.compare(0.0 - decimal(first), 0.0 - decimal(second));
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    /**
     * The same numbers in another type.
     *
     * @throws InvalidTensorException if the other type cannot hold one of them
     */
    static Tensor convert(Tensor tensor, Datatype other) {
        Values values = new Values(tensor);
        Elements elements = new Elements(other, tensor.size());
        for (int i = 0; i < tensor.size(); i++) {
            try {
                if (values.isLong(i)) {
                    elements.whole(values.whole(i));
                } else {
                    elements.decimal(values.decimal(i));
                }
            } catch (InvalidTensorException e) {
                throw new InvalidTensorException("element " + (i + 1) + ": " + e.getMessage());
            }
        }
        return elements.tensor(tensor.shape());
    }
}
