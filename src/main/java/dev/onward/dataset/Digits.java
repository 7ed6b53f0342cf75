package dev.onward.dataset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds to significant decimal digits by exact arithmetic, with the same result on every JDK. */
public final class Digits {

    private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);

    private Digits() {}

    /** Rounds to six significant digits, which is enough for a statistic. */
    public static double six(double value) {
        return rounded(value, SIX);
    }

    public static double rounded(double value, MathContext digits) {
        return new BigDecimal(value).round(digits).doubleValue();
    }

    /** Writes a number with at most six significant digits and no exponent, such as "0.01". */
    public static String text(double value) {
        BigDecimal rounded = new BigDecimal(value).round(SIX);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** The largest power of ten that is at most a tenth of the number. */
    public static double tenthPowerOfTen(double positive) {
        BigDecimal decimal = new BigDecimal(positive).round(SIX);
        int exponent = decimal.precision() - decimal.scale() - 1;
        return BigDecimal.ONE.scaleByPowerOfTen(exponent - 1).doubleValue();
    }
}
