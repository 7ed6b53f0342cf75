package dev.onward.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for people, on pages. Programs receive all digits. */
final class NumberFormats {

    /** More digits would not help a reader. Whole numbers keep all of their digits. */
    private static final int DIGITS = 6;

    private NumberFormats() {}

    /** All digits, without an exponent. */
    static String exact(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /** More than four digits of a mean would not help a reader. */
    static String rounded(double number) {
        return new BigDecimal(number)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * A number of unknown size and precision.
     *
     * @param shortest the finite number with no more digits than its type has
     */
    static String readable(String shortest) {
        BigDecimal number = new BigDecimal(shortest);
        int whole = number.precision() - number.scale();
        BigDecimal rounded = number.round(new MathContext(Math.max(DIGITS, Math.min(whole, 15))))
                .stripTrailingZeros();
        return number.signum() == 0 || (whole > -4 && whole <= 15) ? rounded.toPlainString() : rounded.toString();
    }

    /** Never 0 % or 100 %, because no model is certain. */
    static String percent(double probability) {
        if (probability < 0.0005) {
            return "< 0.1 %";
        }
        return probability > 0.9995 ? "> 99.9 %" : String.format(Locale.ROOT, "%.1f %%", probability * 100);
    }

    /** A count with its noun in the singular or plural, such as "1 class" and "3 classes". */
    static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
