package dev.onward.json;

import dev.onward.table.Words;
import java.math.BigInteger;

/**
 * Writes floats in decimal digits: the shortest that are read as the same float, in the form of {@link
 * Float#toString(float)} from Java 19 on (Raffaello Giulietti, The Schubfach way to render doubles, 2020).
 */
public final class FloatDigits {

    /** The bytes that {@link #write} may change, which can be more than it writes. */
    public static final int MAX_BYTES = 24;

    private static final int FRACTION_BITS = 23;
    private static final int HIDDEN_BIT = 1 << FRACTION_BITS;
    private static final int MIN_EXPONENT = -149;
    private static final int MAX_EXPONENT = 104;

    /** The number of digits of a significand, padded with zeros. */
    private static final int DIGITS = 9;

    private static final long HALF_WORD = (1L << 32) - 1;
    private static final long ZEROS = 0x3030303030303030L;

    private static final int[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private static final int MIN_POWER = logOfPowerOfTwo(MIN_EXPONENT);
    private static final long[] SCALES = scales();

    private FloatDigits() {}

    /**
     * Writes a finite number, and returns the position behind it.
     *
     * @param out with room for {@link #MAX_BYTES}
     */
    public static int write(float value, byte[] out, int from) {
        int bits = Float.floatToRawIntBits(value);
        int at = from;
        if (bits < 0) {
            out[at++] = '-';
        }
        int fraction = bits & (HIDDEN_BIT - 1);
        int biased = (bits >>> FRACTION_BITS) & 0xFF;
        if (biased == 0) {
            return fraction == 0 ? writeDigits(0, 1, out, at) : writeSubnormal(fraction, out, at);
        }
        int significand = HIDDEN_BIT | fraction;
        int exponent = biased + MIN_EXPONENT - 1;
        if (exponent < 0 && exponent > -FRACTION_BITS - 1) {
            int whole = significand >> -exponent;
            if (whole << -exponent == significand) {
                return writeNormalized(whole, 0, out, at);
            }
        }
        return writeShortest(exponent, significand, 0, out, at);
    }

    /** With one digit, a number would have too few significant bits for the estimate of its exponent. */
    private static int writeSubnormal(int fraction, byte[] out, int at) {
        return fraction < 8
                ? writeShortest(MIN_EXPONENT, 10 * fraction, -1, out, at)
                : writeShortest(MIN_EXPONENT, fraction, 0, out, at);
    }

    /** Finds the shortest decimal in the interval of numbers that are rounded to this float. */
    private static int writeShortest(int exponent, int significand, int shift, byte[] out, int at) {
        int odd = significand & 1;
        long middle = (long) significand << 2;
        long upper = middle + 2;
        boolean isRegular = significand != HIDDEN_BIT || exponent == MIN_EXPONENT;
        long lower = isRegular ? middle - 2 : middle - 1;
        int power = isRegular ? logOfPowerOfTwo(exponent) : logOfThreeQuarters(exponent);
        int left = exponent + powerOfTwoBelow(-power) + 33;
        long scale = SCALES[power - MIN_POWER];
        int scaled = scaled(scale, middle << left);
        int scaledLower = scaled(scale, lower << left) + odd;
        int scaledUpper = scaled(scale, upper << left) - odd;
        int digits = scaled >> 2;
        if (digits >= 100) {
            int tens = digits / 10 * 10;
            boolean isLowerInside = scaledLower <= (tens << 2);
            boolean isUpperInside = ((tens + 10) << 2) <= scaledUpper;
            if (isLowerInside != isUpperInside) {
                return writeNormalized(isLowerInside ? tens : tens + 10, power, out, at);
            }
        }
        boolean isLowerInside = scaledLower <= (digits << 2);
        boolean isUpperInside = ((digits + 1) << 2) <= scaledUpper;
        boolean isNearer = scaled - ((digits + digits + 1) << 1) < ((digits & 1) ^ 1);
        boolean takesLower = isLowerInside == isUpperInside ? isNearer : isLowerInside;
        return writeNormalized(takesLower ? digits : digits + 1, power + shift, out, at);
    }

    /** A product, rounded to odd. */
    private static int scaled(long scale, long number) {
        long product = Math.multiplyHigh(scale, number);
        return (int) ((product >>> 31) | (((product & HALF_WORD) + HALF_WORD) >>> 32));
    }

    /** Writes a number times a power of ten. */
    private static int writeNormalized(int number, int power, byte[] out, int at) {
        int length = logOfPowerOfTwo(Integer.SIZE - Integer.numberOfLeadingZeros(number));
        if (number >= POWERS[length]) {
            length++;
        }
        return writeDigits(number * POWERS[DIGITS - length], power + length, out, at);
    }

    /**
     * Writes a number.
     *
     * @param digits nine of them, behind the decimal point
     * @param exponent of ten
     */
    private static int writeDigits(int digits, int exponent, byte[] out, int from) {
        int first = digits / POWERS[DIGITS - 1];
        long others = ascii(digits - first * POWERS[DIGITS - 1]);
        long notZero = others ^ ZEROS;
        int used = notZero == 0 ? 0 : Long.BYTES - Long.numberOfLeadingZeros(notZero) / Byte.SIZE;
        int at = from;
        if (0 < exponent && exponent <= 7) {
            out[at++] = (byte) ('0' + first);
            Words.write(out, at, others);
            Words.write(out, at + exponent, others >>> (Byte.SIZE * (exponent - 1)));
            out[at + exponent - 1] = '.';
            return at + Math.max(used + 1, exponent + 1);
        }
        if (-3 < exponent && exponent <= 0) {
            Words.write(out, at, ZEROS);
            out[at + 1] = '.';
            at += 2 - exponent;
            out[at++] = (byte) ('0' + first);
            Words.write(out, at, others);
            return at + used;
        }
        out[at++] = (byte) ('0' + first);
        out[at++] = '.';
        Words.write(out, at, others);
        at += Math.max(1, used);
        out[at++] = 'E';
        return writeExponent(exponent - 1, out, at);
    }

    private static int writeExponent(int exponent, byte[] out, int from) {
        int at = from;
        int size = Math.abs(exponent);
        if (exponent < 0) {
            out[at++] = '-';
        }
        if (size >= 10) {
            out[at++] = (byte) ('0' + size / 10);
        }
        out[at++] = (byte) ('0' + size % 10);
        return at;
    }

    /** Eight digits, the first of them in the lowest byte. */
    private static long ascii(int number) {
        long fours = (number / 10_000) | ((long) (number % 10_000) << 32);
        // Quotients by multiplication with 2^20 / 100 and 2^10 / 10, rounded up.
        long hundreds = ((fours * 10_486) >>> 20) & 0x0000007F0000007FL;
        long pairs = hundreds | ((fours - hundreds * 100) << 16);
        long tens = ((pairs * 103) >>> 10) & 0x000F000F000F000FL;
        return tens + ((pairs - tens * 10) << 8) + ZEROS;
    }

    /** The largest integer k with 10^k <= 2^exponent. */
    private static int logOfPowerOfTwo(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    /** The largest integer k with 10^k <= 3/4 * 2^exponent. */
    private static int logOfThreeQuarters(int exponent) {
        return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    /** The largest integer k with 2^k <= 10^power. */
    private static int powerOfTwoBelow(int power) {
        return (int) ((power * 913_124_641_741L) >> 38);
    }

    /** For each power k of ten, 10^-k in 63 bits, rounded up. */
    private static long[] scales() {
        long[] scales = new long[logOfPowerOfTwo(MAX_EXPONENT) - MIN_POWER + 1];
        for (int i = 0; i < scales.length; i++) {
            int power = -(MIN_POWER + i);
            BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
            // 2^62 <= 10^power * 2^-shift < 2^63
            int shift = powerOfTwoBelow(power) - 62;
            BigInteger numerator = power < 0 ? BigInteger.ONE : ten;
            BigInteger denominator = power < 0 ? ten : BigInteger.ONE;
            BigInteger scale = shift < 0
                    ? numerator.shiftLeft(-shift).divide(denominator)
                    : numerator.divide(denominator.shiftLeft(shift));
            scales[i] = scale.longValueExact() + 1;
        }
        return scales;
    }
}
