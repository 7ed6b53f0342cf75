package dev.onward.page.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalInt;

/** Formats numbers for people, on pages. Programs receive all digits. */
public final class NumberFormats {

    /** More digits would not help a reader. Whole numbers keep all of their digits. */
    private static final int DIGITS = 6;

    /** A narrow space that does not break. */
    private static final char THOUSANDS = '\u202f';

    /** The digits of a contribution. */
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** A percent sign after a space that does not break. */
    private static final String PERCENT_SIGN = "\u00a0%";

    private NumberFormats() {}

    /** All digits, without an exponent. */
    public static String exact(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /** With the decimal places that the card asks for; all digits if it does not. */
    public static String exact(double number, OptionalInt digits) {
        return digits.isPresent() ? fixed(new BigDecimal(Double.toString(number)), digits.getAsInt()) : exact(number);
    }

    /** With the decimal places that the card asks for, or as {@link #rounded(double)}. */
    public static String rounded(double number, OptionalInt digits) {
        return digits.isPresent() ? fixed(new BigDecimal(Double.toString(number)), digits.getAsInt()) : rounded(number);
    }

    private static String fixed(BigDecimal number, int digits) {
        BigDecimal rounded = number.setScale(digits, RoundingMode.HALF_EVEN);
        return (rounded.signum() == 0 ? rounded.abs() : rounded).toPlainString();
    }

    /** More than four digits of a mean would not help a reader. */
    public static String rounded(double number) {
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
    public static String readable(String shortest) {
        BigDecimal number = new BigDecimal(shortest);
        int whole = number.precision() - number.scale();
        BigDecimal rounded = number.round(new MathContext(Math.max(DIGITS, Math.min(whole, 15))))
                .stripTrailingZeros();
        return number.signum() == 0 || (whole > -4 && whole <= 15)
                ? grouped(rounded.toPlainString())
                : rounded.toString();
    }

    /**
     * A number with the decimal places that the card asks for.
     *
     * @param shortest the finite number with no more digits than its type has
     * @param digits decimal places; if empty, the same as {@link #readable(String)}
     */
    public static String readable(String shortest, OptionalInt digits) {
        BigDecimal number = new BigDecimal(shortest);
        return digits.isPresent() && number.precision() - number.scale() <= 15
                ? grouped(fixed(number, digits.getAsInt()))
                : readable(shortest);
    }

    /** Separates thousands from five digits on by a narrow space, which is not mistaken for a decimal point. */
    private static String grouped(String plain) {
        int start = plain.startsWith("-") ? 1 : 0;
        int point = plain.indexOf('.');
        int end = point < 0 ? plain.length() : point;
        StringBuilder grouped = new StringBuilder(plain);
        for (int i = end - 3; end - start >= 5 && i > start; i -= 3) {
            grouped.insert(i, THOUSANDS);
        }
        return grouped.toString();
    }

    /** A percentage without decimals, unless it is almost 0 or 100. */
    public static String wholePercent(double probability) {
        return probability < 0.01 || probability > 0.99
                ? percent(probability)
                : String.format(Locale.ROOT, "%.0f", probability * 100) + PERCENT_SIGN;
    }

    /** Never 0 % or 100 %, because no model is certain. */
    public static String percent(double probability) {
        if (probability < 0.0005) {
            return "<\u00a00.1" + PERCENT_SIGN;
        }
        return probability > 0.9995
                ? ">\u00a099.9" + PERCENT_SIGN
                : String.format(Locale.ROOT, "%.1f", probability * 100) + PERCENT_SIGN;
    }

    /** A difference in three digits, always with its sign; the minus sign is as wide as the plus sign. */
    public static String signed(double difference) {
        return (difference < 0 ? "\u2212" : "+") + threeDigits(Math.abs(difference));
    }

    /** As {@link #signed(double)}, for a difference of probabilities. */
    public static String signedPercent(double difference) {
        return signed(difference * 100) + PERCENT_SIGN;
    }

    /** As {@link #threeDigits(double)}, with no more decimal places than the card asks for. */
    public static String threeDigits(double number, OptionalInt digits) {
        BigDecimal rounded = BigDecimal.valueOf(number).round(THREE_DIGITS);
        return digits.isPresent() && rounded.scale() > digits.getAsInt()
                ? readable(rounded.toString(), digits)
                : readable(rounded.toString());
    }

    /** A finite number in three digits. */
    public static String threeDigits(double number) {
        return threeDigits(number, OptionalInt.empty());
    }
}
