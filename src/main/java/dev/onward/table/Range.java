package dev.onward.table;

/** A closed interval of numbers. */
public record Range(double minimum, double maximum) {

    /** Every finite double. */
    public static final Range FINITE = new Range(-Double.MAX_VALUE, Double.MAX_VALUE);

    /** Every double that a 32-bit float holds without becoming infinite. */
    public static final Range FLOAT = new Range(-Float.MAX_VALUE, Float.MAX_VALUE);

    public Range {
        if (!(minimum <= maximum)) {
            throw new IllegalArgumentException(
                    "expected a minimum no greater than the maximum, got " + minimum + " and " + maximum);
        }
    }

    public boolean contains(double value) {
        return minimum <= value && value <= maximum;
    }
}
