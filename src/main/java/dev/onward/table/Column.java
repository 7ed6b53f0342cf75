package dev.onward.table;

import java.util.BitSet;
import java.util.List;

/** The values of one feature, by row from 0. A missing value reads as NaN, 0, false or the empty string. */
public sealed interface Column {

    int size();

    boolean isMissing(int row);

    /** Decimal numbers; never infinite, and NaN only where missing. */
    final class Doubles implements Column {
        private final double[] values;
        private final BitSet missing;

        /** Takes both over; the caller keeps neither. */
        public Doubles(double[] values, BitSet missing) {
            this.values = values;
            this.missing = missing;
        }

        public double get(int row) {
            return values[row];
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }
    }

    /** Whole numbers, exact to 64 bits. */
    final class Longs implements Column {
        private final long[] values;
        private final BitSet missing;

        /** Takes both over; the caller keeps neither. */
        public Longs(long[] values, BitSet missing) {
            this.values = values;
            this.missing = missing;
        }

        public long get(int row) {
            return values[row];
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }
    }

    /** Truth values. */
    final class Booleans implements Column {
        private final boolean[] values;
        private final BitSet missing;

        /** Takes both over; the caller keeps neither. */
        public Booleans(boolean[] values, BitSet missing) {
            this.values = values;
            this.missing = missing;
        }

        public boolean get(int row) {
            return values[row];
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }
    }

    /** Text. */
    final class Strings implements Column {
        private final List<String> values;
        private final BitSet missing;

        public Strings(List<String> values, BitSet missing) {
            this.values = List.copyOf(values);
            this.missing = missing;
        }

        public String get(int row) {
            return values.get(row);
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }
    }
}
