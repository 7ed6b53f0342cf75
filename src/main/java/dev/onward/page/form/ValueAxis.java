package dev.onward.page.form;

import dev.onward.model.card.Histogram;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The horizontal axis of a number's chart, which is also the range of its slider: the training range, with round
 * numbers at its ends.
 *
 * @param from a multiple of the step
 * @param to a multiple of the step, above {@code from}
 */
record ValueAxis(BigDecimal from, BigDecimal to, BigDecimal step) {

    /** The width of a chart, in units of its image. */
    static final int WIDTH = 200;

    /** The steps of a slider: more could not be told apart. */
    private static final int MAX_STEPS = 200;

    /** Numbers with more digits would make no sense on a slider. */
    private static final int MAX_EXPONENT = 15;

    /**
     * The axis of a histogram.
     *
     * @param requested step; otherwise one that is 1, 2 or 5 times a power of ten
     * @return empty if all numbers are almost equal, or too large or too small for a slider
     */
    static Optional<ValueAxis> of(Histogram histogram, OptionalDouble requested, boolean isInteger) {
        double low = histogram.edges().get(0);
        double high = histogram.edges().get(histogram.edges().size() - 1);
        double width = high - low;
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (!(width > largest * 1e-9) || largest > Math.pow(10, MAX_EXPONENT) || width < Math.pow(10, -MAX_EXPONENT)) {
            return Optional.empty();
        }
        boolean isUsable = requested.isPresent() && requested.getAsDouble() * MAX_STEPS * 5 >= width;
        BigDecimal step =
                isUsable ? BigDecimal.valueOf(requested.getAsDouble()) : roundStep(width / MAX_STEPS, isInteger);
        BigDecimal from = multiple(low, step, RoundingMode.CEILING);
        BigDecimal to = multiple(high, step, RoundingMode.FLOOR);
        return from.compareTo(to) < 0 ? Optional.of(new ValueAxis(from, to, step)) : Optional.empty();
    }

    /** The next number from the minimum on that is 1, 2 or 5 times a power of ten; for integers at least 1. */
    private static BigDecimal roundStep(double minimum, boolean isInteger) {
        if (isInteger && minimum <= 1) {
            return BigDecimal.ONE;
        }
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(minimum)));
        for (int factor : new int[] {1, 2, 5}) {
            BigDecimal step = power.multiply(BigDecimal.valueOf(factor));
            if (step.doubleValue() >= minimum) {
                return step;
            }
        }
        return power.scaleByPowerOfTen(1);
    }

    private static BigDecimal multiple(double number, BigDecimal step, RoundingMode mode) {
        return BigDecimal.valueOf(number).divide(step, 0, mode).multiply(step);
    }

    /** The position of a number from 0 to {@link #WIDTH}; numbers outside are at the ends. */
    int x(double number) {
        double part = (number - from.doubleValue()) / (to.doubleValue() - from.doubleValue());
        return (int) Math.round(WIDTH * Math.max(0, Math.min(1, part)));
    }

    /** A number as an attribute of a slider. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
