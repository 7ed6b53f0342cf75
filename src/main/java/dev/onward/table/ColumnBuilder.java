package dev.onward.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A column that grows by one value at a time. */
sealed interface ColumnBuilder {

    void addMissing();

    /** Takes back the last value. */
    void removeLast();

    Column build();

    static ColumnBuilder of(DataType type) {
        return switch (type) {
            case NUMBER -> new Doubles();
            case INTEGER -> new Longs();
            case BOOLEAN -> new Booleans();
            case STRING -> new Strings();
        };
    }

    final class Doubles implements ColumnBuilder {
        private double[] values = new double[1];
        private final BitSet missing = new BitSet();
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        @Override
        public void addMissing() {
            missing.set(size);
            add(Double.NaN);
        }

        @Override
        public void removeLast() {
            missing.clear(--size);
        }

        @Override
        public Column build() {
            return new Column.Doubles(size == values.length ? values : Arrays.copyOf(values, size), missing);
        }
    }

    final class Longs implements ColumnBuilder {
        private long[] values = new long[1];
        private final BitSet missing = new BitSet();
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        @Override
        public void addMissing() {
            missing.set(size);
            add(0);
        }

        @Override
        public void removeLast() {
            missing.clear(--size);
        }

        @Override
        public Column build() {
            return new Column.Longs(size == values.length ? values : Arrays.copyOf(values, size), missing);
        }
    }

    final class Booleans implements ColumnBuilder {
        private boolean[] values = new boolean[1];
        private final BitSet missing = new BitSet();
        private int size;

        void add(boolean value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        @Override
        public void addMissing() {
            missing.set(size);
            add(false);
        }

        @Override
        public void removeLast() {
            missing.clear(--size);
        }

        @Override
        public Column build() {
            return new Column.Booleans(size == values.length ? values : Arrays.copyOf(values, size), missing);
        }
    }

    final class Strings implements ColumnBuilder {
        private final List<String> values = new ArrayList<>();
        private final BitSet missing = new BitSet();

        void add(String value) {
            values.add(value);
        }

        @Override
        public void addMissing() {
            missing.set(values.size());
            values.add("");
        }

        @Override
        public void removeLast() {
            values.remove(values.size() - 1);
            missing.clear(values.size());
        }

        @Override
        public Column build() {
            return new Column.Strings(values, missing);
        }
    }
}
