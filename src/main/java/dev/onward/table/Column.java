package dev.onward.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The values of one feature, by row from 0. Immutable. */
public abstract sealed class Column {

    /** For columns without missing values. Never modified, as no set of a column is. */
    static final BitSet NONE_MISSING = new BitSet(0);

    private final int size;
    private final BitSet missing;

    private Column(int size, BitSet missing) {
        this.size = size;
        this.missing = missing;
    }

    /** Maps a cell by the type of its value. */
    public interface CellMapper<T> {

        T missing();

        T number(double value);

        T integer(long value);

        T bool(boolean value);

        T string(String value);
    }

    /** The number of rows. */
    public final int size() {
        return size;
    }

    public final boolean isMissing(int row) {
        return missing.get(row);
    }

    /** Some of the rows, in this order. */
    public abstract Column select(int[] rows);

    /** The missing values among these rows, by their index in the array. */
    final BitSet missing(int[] rows) {
        if (missing.isEmpty()) {
            return NONE_MISSING;
        }
        BitSet selected = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            selected.set(i, missing.get(rows[i]));
        }
        return selected;
    }

    /** Maps the cell with the method for its type, or with {@code missing} if it has no value. */
    public final <T> T map(int row, CellMapper<T> mapper) {
        return isMissing(row) ? mapper.missing() : present(row, mapper);
    }

    abstract <T> T present(int row, CellMapper<T> mapper);

    /** The value as a Double, Long, Boolean or String; empty if missing. */
    public final Optional<Object> value(int row) {
        return map(row, ValueMapper.INSTANCE);
    }

    /**
     * The value as a double: true is 1, false is 0, a missing value is NaN.
     *
     * @throws IllegalStateException if the column holds text
     */
    public double number(int row) {
        throw new IllegalStateException("expected a column of numbers, got a column of text");
    }

    /**
     * The value as a long: true is 1, false and a missing value are 0.
     *
     * @throws IllegalStateException if the column holds decimal numbers or text
     */
    public long integer(int row) {
        throw new IllegalStateException("expected a column of integers, got one of floating-point numbers or text");
    }

    /**
     * The text; empty if missing.
     *
     * @throws IllegalStateException if the column does not hold text
     */
    public String string(int row) {
        throw new IllegalStateException("expected a column of text, got one of numbers or booleans");
    }

    /** Checks whether the cell is not NaN or infinite. A missing value counts as finite. */
    public boolean isFinite(int row) {
        return true;
    }

    private enum ValueMapper implements CellMapper<Optional<Object>> {
        INSTANCE;

        @Override
        public Optional<Object> missing() {
            return Optional.empty();
        }

        @Override
        public Optional<Object> number(double value) {
            return Optional.of(value);
        }

        @Override
        public Optional<Object> integer(long value) {
            return Optional.of(value);
        }

        @Override
        public Optional<Object> bool(boolean value) {
            return Optional.of(value);
        }

        @Override
        public Optional<Object> string(String value) {
            return Optional.of(value);
        }
    }

    /**
     * Decimal numbers. In a table they are finite, with NaN for missing values only; in a prediction they may be NaN or
     * infinite.
     */
    public static final class Doubles extends Column {
        private final double[] values;

        /** Takes ownership of both arguments. */
        public Doubles(double[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        @Override
        public Column select(int[] rows) {
            double[] selected = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                selected[i] = values[rows[i]];
            }
            return new Doubles(selected, missing(rows));
        }

        @Override
        public double number(int row) {
            return isMissing(row) ? Double.NaN : values[row];
        }

        @Override
        public boolean isFinite(int row) {
            return isMissing(row) || Double.isFinite(values[row]);
        }

        @Override
        <T> T present(int row, CellMapper<T> mapper) {
            return mapper.number(values[row]);
        }
    }

    /** Integers, exact to 64 bits. */
    public static final class Longs extends Column {
        private final long[] values;

        /** Takes ownership of both arguments. */
        public Longs(long[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        @Override
        public Column select(int[] rows) {
            long[] selected = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                selected[i] = values[rows[i]];
            }
            return new Longs(selected, missing(rows));
        }

        @Override
        public double number(int row) {
            return isMissing(row) ? Double.NaN : values[row];
        }

        @Override
        public long integer(int row) {
            return values[row];
        }

        @Override
        <T> T present(int row, CellMapper<T> mapper) {
            return mapper.integer(values[row]);
        }
    }

    /** Truth values. */
    public static final class Booleans extends Column {
        private final boolean[] values;

        /** Takes ownership of both arguments. */
        public Booleans(boolean[] values, BitSet missing) {
            super(values.length, missing);
            this.values = values;
        }

        @Override
        public Column select(int[] rows) {
            boolean[] selected = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                selected[i] = values[rows[i]];
            }
            return new Booleans(selected, missing(rows));
        }

        @Override
        public double number(int row) {
            return isMissing(row) ? Double.NaN : integer(row);
        }

        @Override
        public long integer(int row) {
            return values[row] ? 1 : 0;
        }

        @Override
        <T> T present(int row, CellMapper<T> mapper) {
            return mapper.bool(values[row]);
        }
    }

    /** Text. */
    public static final class Strings extends Column {
        private final List<String> values;

        /** Takes ownership of the set. */
        public Strings(List<String> values, BitSet missing) {
            super(values.size(), missing);
            this.values = List.copyOf(values);
        }

        @Override
        public Column select(int[] rows) {
            return new Strings(Arrays.stream(rows).mapToObj(values::get).toList(), missing(rows));
        }

        @Override
        public String string(int row) {
            return values.get(row);
        }

        @Override
        <T> T present(int row, CellMapper<T> mapper) {
            return mapper.string(values.get(row));
        }
    }
}
