package dev.onward.json;

import java.util.Arrays;
import tools.jackson.core.io.SerializedString;

/**
 * A float as a part of a text, with the digits of {@link tools.jackson.core.JsonGenerator#writeNumber(float)}. It is
 * written without an object for each number. For generators of UTF-8 only, which use no other method of a part. Not
 * thread-safe.
 */
final class FloatPart extends SerializedString {

    private static final long serialVersionUID = 1;

    private float value;

    FloatPart() {
        super("");
    }

    /** Changes this part to another finite number, and returns it. */
    FloatPart with(float number) {
        value = number;
        return this;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        if (buffer.length - offset >= FloatDigits.MAX_BYTES) {
            return FloatDigits.write(value, buffer, offset) - offset;
        }
        byte[] digits = new byte[FloatDigits.MAX_BYTES];
        _unquotedUTF8Ref = Arrays.copyOf(digits, FloatDigits.write(value, digits, 0));
        return -1;
    }
}
