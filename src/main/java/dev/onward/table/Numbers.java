package dev.onward.table;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Parses numbers by one grammar: an optional sign, digits with at most one decimal point, and an optional exponent.
 * Other forms that {@link Double#parseDouble} accepts (NaN, Infinity, hexadecimal, a suffix d or f) are rejected.
 */
public final class Numbers {

    private static final int MAX_LONG_DIGITS = 19;

    /** More than the number of characters in any text, which could make up for it. */
    private static final long MAX_EXPONENT = 1L << 33;

    /** The number of digits of which every number is a double. */
    private static final int MAX_EXACT_DIGITS = 15;

    /** Powers of ten, which are exact as doubles. */
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final long ZEROS = Words.of('0');
    private static final long POINTS = Words.of('.');
    private static final long COMMAS = Words.of(',');

    /** Added to a number from 0 to 9, sets no high bit; sets it if added to one from 10 to 127. */
    private static final long ABOVE_NINE = Words.of(0x80 - 10);

    private Numbers() {}

    /**
     * Parses a decimal number. The result is infinite if it is too large for a double, and empty if the text is not a
     * number.
     */
    public static OptionalDouble decimal(String text) {
        return isNumber(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    /**
     * Parses a decimal number of at most 15 digits without an exponent; NaN for any other text. Digits and power of ten
     * are exact, so their quotient is rounded once, as {@link Double#parseDouble} rounds (William Clinger, How to read
     * floating point numbers accurately, 1990).
     *
     * @param decimalComma whether the decimal point may be a comma
     */
    static double shortDecimal(byte[] ascii, int from, int to, boolean decimalComma) {
        if (to - from <= Long.BYTES && from < to && to >= Long.BYTES) {
            return shortDecimal(Words.read(ascii, to - Long.BYTES), to - from, decimalComma);
        }
        boolean isSigned = from < to && (ascii[from] == '-' || ascii[from] == '+');
        int start = isSigned ? from + 1 : from;
        int point = -1;
        long number = 0;
        if (to - start > MAX_EXACT_DIGITS + 1) {
            return Double.NaN;
        }
        for (int i = start; i < to; i++) {
            int digit = ascii[i] - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
            } else if (point < 0 && (ascii[i] == '.' || (decimalComma && ascii[i] == ','))) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        int digits = to - start - (point < 0 ? 0 : 1);
        if (digits < 1 || digits > MAX_EXACT_DIGITS) {
            return Double.NaN;
        }
        double size = point < 0 ? number : number / POWERS[to - point - 1];
        return isSigned && ascii[from] == '-' ? -size : size;
    }

    /**
     * Parses a number of at most eight characters without a branch for each of them.
     *
     * @param word whose last bytes are the characters, the first of them in the lowest byte
     * @param length at least 1
     */
    private static double shortDecimal(long word, int length, boolean decimalComma) {
        int sign = (int) (word >>> (Long.SIZE - Byte.SIZE * length)) & 0xFF;
        int digits = sign == '-' || sign == '+' ? length - 1 : length;
        // A shift by 64 bits would have no effect.
        long others = digits == 0 ? 0 : -1L << (Long.SIZE - Byte.SIZE * digits);
        long text = word & others;
        long padded = text | (ZEROS & ~others);
        long points = Words.matches(padded, POINTS) | (decimalComma ? Words.matches(padded, COMMAS) : 0);
        int decimals = 0;
        if (points != 0) {
            long before = (points & -points) - 1;
            decimals = Long.numberOfLeadingZeros(points & -points) / Byte.SIZE;
            // The digits before the point move to its place.
            long whole = before >>> (Byte.SIZE - 1);
            padded = '0' | ((padded & whole) << Byte.SIZE) | (padded & ~((whole << Byte.SIZE) | 0xFF));
            digits--;
        }
        long values = padded ^ ZEROS;
        if (digits < 1 || ((text | values | (values + ABOVE_NINE)) & Words.HIGH_BITS) != 0) {
            return Double.NaN;
        }
        // Pairs of digits, then of pairs, then of these, each with the higher one in the lower bytes.
        long pairs = (values * 10 + (values >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        long number = (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
        double size = number / POWERS[decimals];
        return sign == '-' ? -size : size;
    }

    /**
     * Parses an integer exactly, such as {@code 1}, {@code 1.0} or {@code 1e3}; empty if the text is not a 64-bit
     * integer. Takes time in proportion to the length of the text, unlike {@link java.math.BigDecimal}, and accepts any
     * exponent.
     */
    public static OptionalLong whole(String text) {
        if (!isNumber(text)) {
            return OptionalLong.empty();
        }
        int start = isDigit(text.charAt(0)) || text.charAt(0) == '.' ? 0 : 1;
        int end = start;
        int point = -1;
        StringBuilder digits = new StringBuilder();
        for (; end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.'); end++) {
            if (text.charAt(end) == '.') {
                point = end;
            } else {
                digits.append(text.charAt(end));
            }
        }
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        if (first == digits.length()) {
            return OptionalLong.of(0);
        }
        int last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        int decimals = point < 0 ? 0 : end - point - 1;
        long zeros = exponent(text, end) - decimals + (digits.length() - last);
        if (zeros < 0 || last - first + zeros > MAX_LONG_DIGITS) {
            return OptionalLong.empty();
        }
        try {
            String sign = text.charAt(0) == '-' ? "-" : "";
            return OptionalLong.of(Long.parseLong(sign + digits.substring(first, last) + "0".repeat((int) zeros)));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** The exponent that begins at a position of a number; 0 at its end, limited in size. */
    private static long exponent(String text, int from) {
        if (from == text.length()) {
            return 0;
        }
        boolean negative = text.charAt(from + 1) == '-';
        long size = 0;
        for (int i = from + 1; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                size = Math.min(size * 10 + (text.charAt(i) - '0'), MAX_EXPONENT);
            }
        }
        return negative ? -size : size;
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
