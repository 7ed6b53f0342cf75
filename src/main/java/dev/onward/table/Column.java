package dev.onward.table;

import java.util.BitSet;
import java.util.List;

/** The values of one feature, by row from 0. A missing value reads as NaN, 0, false or the empty string. */
public abstract sealed class Column {

    private final int size;
    private final BitSet missing;

    private Column(int size, BitSet missing) {
        this.size = size;
        this.missing = missing;
    }

    public final int size() {
        return size;
    }

    public final boolean isMissing(int row) {
        return missing.get(row);
    }

    /** Decimal numbers; never infinite, and NaN only where missing. */
    public static final class Doubles extends Column {
        private final double[] values;

        /** Takes both over; the caller keeps neither. */
        public Doubles(double[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        public double get(int row) {
            return values[row];
        }
    }

    /** Whole numbers, exact to 64 bits. */
    public static final class Longs extends Column {
        private final long[] values;

        /** Takes both over; the caller keeps neither. */
        public Longs(long[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        public long get(int row) {
            return values[row];
        }
    }

    /** Truth values. */
    public static final class Booleans extends Column {
        private final boolean[] values;

        /** Takes both over; the caller keeps neither. */
        public Booleans(boolean[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        public boolean get(int row) {
            return values[row];
        }
    }

    /** Text. */
    public static final class Strings extends Column {
        private final List<String> values;

        /** Takes the set over. */
        public Strings(List<String> values, BitSet missing) {
            super(values.size(), missing);
            this.values = List.copyOf(values);
        }

        public String get(int row) {
            return values.get(row);
        }
    }
}
