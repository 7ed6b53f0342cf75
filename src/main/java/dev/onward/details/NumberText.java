package dev.onward.details;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in sentences. */
final class NumberText {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final int MAX_PLAIN_EXPONENT = 15;
    private static final int MIN_PLAIN_EXPONENT = -5;

    private NumberText() {}

    /** All digits of a finite number. */
    static String exact(double value) {
        return exact(BigDecimal.valueOf(value));
    }

    static String exact(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return stripped.signum() == 0
                ? "0"
                : exponent < MIN_PLAIN_EXPONENT || exponent > MAX_PLAIN_EXPONENT
                        ? Double.toString(stripped.doubleValue())
                        : stripped.toPlainString();
    }

    /** Three significant digits of a finite number. */
    static String rounded(double value) {
        return exact(BigDecimal.valueOf(value).round(THREE_DIGITS));
    }
}
