package dev.onward.table;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Parses numbers by one grammar: an optional sign, digits with at most one decimal point, and an optional exponent.
 * Other forms that {@link Double#parseDouble} accepts (NaN, Infinity, hexadecimal, a suffix d or f) are rejected.
 */
public final class Numbers {

    private Numbers() {}

    /**
     * Parses a decimal number. The result is infinite if it is too large for a double, and empty if the text is not a
     * number.
     */
    public static OptionalDouble decimal(String text) {
        return isNumber(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    /**
     * Parses an integer exactly, such as {@code 1}, {@code 1.0} or {@code 1e3}; empty if the text is not a 64-bit
     * integer.
     */
    public static OptionalLong whole(String text) {
        if (!isNumber(text)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }

    static boolean isNumber(String text) {
        int i = 0;
        int length = text.length();
        if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int start = i;
        while (i < length && isDigit(text.charAt(i))) {
            i++;
        }
        int digits = i - start;
        if (i < length && text.charAt(i) == '.') {
            start = ++i;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
            }
            digits += i - start;
        }
        return digits > 0 && isExponentOrEnd(text, i);
    }

    private static boolean isExponentOrEnd(String text, int from) {
        int i = from;
        int length = text.length();
        if (i == length) {
            return true;
        }
        if (text.charAt(i) != 'e' && text.charAt(i) != 'E') {
            return false;
        }
        i++;
        if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int start = i;
        while (i < length && isDigit(text.charAt(i))) {
            i++;
        }
        return i > start && i == length;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
