package dev.onward.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds a column value by value and checks each value against its feature. The methods that add a value return the
 * problem with it, in which case nothing was added.
 */
abstract sealed class ColumnBuilder {

    final Feature feature;
    int size;

    /** Created for the first missing value: most rows have none. */
    private @Nullable BitSet missing;

    /** Created for the first value of a feature with categories. */
    private Set<Object> categories = Set.of();

    private ColumnBuilder(Feature feature) {
        this.feature = feature;
    }

    static ColumnBuilder of(Feature feature) {
        return switch (feature.type()) {
            case NUMBER -> new Doubles(feature);
            case INTEGER -> new Longs(feature);
            case BOOLEAN -> new Booleans(feature);
            case STRING -> new Strings(feature);
        };
    }

    /**
     * Adds a cell of text, parsed as the type of the feature.
     *
     * @param cell not blank, and without surrounding blanks
     * @param decimalComma whether a comma is read as a decimal point
     */
    abstract Optional<Problem> text(String cell, boolean decimalComma);

    /**
     * Adds a cell of ASCII characters if this takes no text: if it is a short number that fits. Otherwise, returns false
     * and adds nothing.
     */
    boolean plainNumber(byte[] ascii, int from, int to, boolean decimalComma) {
        return false;
    }

    Optional<Problem> number(String literal) {
        return expected("the number " + Text.cut(literal));
    }

    Optional<Problem> number(double value) {
        return number(Double.toString(value));
    }

    Optional<Problem> number(long value) {
        return number(Long.toString(value));
    }

    Optional<Problem> string(String value) {
        return expected("the string " + Text.quote(value));
    }

    Optional<Problem> bool(boolean value) {
        return expected(Boolean.toString(value));
    }

    /**
     * Adds a missing value.
     *
     * @param found the format's notation of a missing value, for messages
     */
    Optional<Problem> missing(String found) {
        if (!feature.optional()) {
            return feature.categories().isEmpty() ? expected(found) : expectedCategory(found);
        }
        if (missing == null) {
            missing = new BitSet();
        }
        missing.set(size);
        addPlaceholder();
        return Optional.empty();
    }

    /**
     * Removes all values after the first ones.
     *
     * @param length the number of values that remain
     */
    void truncate(int length) {
        size = length;
        if (missing != null) {
            missing.clear(length, Math.max(length, missing.length()));
        }
    }

    /** Builds the column, which takes over the values: nothing may be added afterwards. */
    Column build() {
        return build(missing == null ? Column.NONE_MISSING : missing);
    }

    abstract Column build(BitSet missing);

    abstract void addPlaceholder();

    /** Makes room for this many values, which takes less time than to grow with each of them. */
    abstract void ensureCapacity(int length);

    final Optional<Problem> problem(String message) {
        return Optional.of(Problem.ofFeature(feature.name(), message));
    }

    final Optional<Problem> expected(String found) {
        return expected(feature.type().expectation(), List.of(), found);
    }

    final Optional<Problem> outOfRange(String minimum, String maximum, String found) {
        return expected(feature.type().expectation() + " from {0} to {1}", List.of(minimum, maximum), Text.cut(found));
    }

    private Optional<Problem> expectedCategory(String found) {
        return expected("one of {0}", List.of(Text.quote(feature.categories())), found);
    }

    /**
     * The problem that a value is not the expected one.
     *
     * @param expected a part of the sentence's pattern
     * @param arguments of this part
     */
    private Optional<Problem> expected(String expected, List<String> arguments, String found) {
        List<String> all = new ArrayList<>(arguments);
        String got = found;
        // That nothing was found is a part of the pattern, because it is translated with it.
        if (!found.equals(TableBuilder.NOTHING)) {
            got = "{" + all.size() + "}";
            all.add(found);
        }
        Sentence english = new Sentence("expected " + expected + ", got " + got, all);
        return Optional.of(Problem.ofFeature(feature.name(), english));
    }

    /** Checks whether the value is one of the feature's categories; true if the feature has none. */
    final boolean isCategory(Object value) {
        if (feature.categories().isEmpty()) {
            return true;
        }
        if (categories.isEmpty()) {
            categories = feature.categories().stream().map(this::value).collect(Collectors.toSet());
        }
        return categories.contains(value);
    }

    /** Converts a category to the type of this column. */
    abstract Object value(String category);

    final Optional<Problem> noCategory(String found) {
        List<String> names = feature.categories();
        return expectedCategory(Text.quote(found))
                .map(problem -> problem.withSuggestion(() -> Text.nearest(found, names)));
    }

    /** A column of numbers, with one grammar for text and for number literals. */
    private abstract static sealed class Numeric extends ColumnBuilder {

        Numeric(Feature feature) {
            super(feature);
        }

        @Override
        final Optional<Problem> text(String cell, boolean decimalComma) {
            return read(decimalComma && cell.indexOf(',') >= 0 ? cell.replace(',', '.') : cell, cell);
        }

        @Override
        final Optional<Problem> number(String literal) {
            return read(literal, literal);
        }

        /**
         * Parses a number.
         *
         * @param found the original text, for messages
         */
        abstract Optional<Problem> read(String text, String found);
    }

    private static final class Doubles extends Numeric {
        private double[] values = new double[1];

        Doubles(Feature feature) {
            super(feature);
        }

        @Override
        Optional<Problem> read(String text, String found) {
            OptionalDouble number = Numbers.decimal(text);
            if (number.isEmpty()) {
                return expected(Text.quote(found));
            }
            Range accepted = feature.accepts();
            if (!accepted.contains(number.getAsDouble())) {
                return outOfRange(end(accepted.minimum()), end(accepted.maximum()), found);
            }
            if (!isCategory(number)) {
                return noCategory(found);
            }
            add(number.getAsDouble());
            return Optional.empty();
        }

        @Override
        boolean plainNumber(byte[] ascii, int from, int to, boolean decimalComma) {
            return addPlain(Numbers.shortDecimal(ascii, from, to, decimalComma));
        }

        @Override
        Optional<Problem> number(double value) {
            return addPlain(value) ? Optional.empty() : super.number(value);
        }

        /** Adds a number without its digits, unless they are needed for categories or a message. */
        private boolean addPlain(double value) {
            boolean isPlain = Double.isFinite(value)
                    && feature.accepts().contains(value)
                    && feature.categories().isEmpty();
            if (isPlain) {
                add(value);
            }
            return isPlain;
        }

        /** Formats a bound with the precision of the model's input. */
        private static String end(double value) {
            return (float) value == value ? Float.toString((float) value) : Double.toString(value);
        }

        private void add(double value) {
            if (size == values.length) {
                ensureCapacity(size * 2);
            }
            values[size++] = value;
        }

        @Override
        Object value(String category) {
            return Numbers.decimal(category);
        }

        @Override
        void addPlaceholder() {
            add(Double.NaN);
        }

        @Override
        void ensureCapacity(int length) {
            values = Arrays.copyOf(values, Math.max(values.length, length));
        }

        @Override
        Column build(BitSet missing) {
            return new Column.Doubles(values.length == size ? values : Arrays.copyOf(values, size), missing);
        }
    }

    private static final class Longs extends Numeric {
        private long[] values = new long[1];

        Longs(Feature feature) {
            super(feature);
        }

        @Override
        boolean plainNumber(byte[] ascii, int from, int to, boolean decimalComma) {
            double number = Numbers.shortDecimal(ascii, from, to, decimalComma);
            boolean isPlain = number == Math.rint(number)
                    && feature.categories().isEmpty()
                    && feature.accepts().contains(number);
            if (isPlain) {
                add((long) number);
            }
            return isPlain;
        }

        @Override
        Optional<Problem> read(String text, String found) {
            OptionalLong number = Numbers.whole(text);
            if (number.isEmpty()) {
                return expected(Text.quote(found));
            }
            Range accepted = feature.accepts();
            if (!accepted.contains((double) number.getAsLong())) {
                return outOfRange(
                        Long.toString((long) accepted.minimum()), Long.toString((long) accepted.maximum()), found);
            }
            if (!isCategory(number) && !feature.takesUnknown()) {
                return noCategory(found);
            }
            add(number.getAsLong());
            return Optional.empty();
        }

        private void add(long value) {
            if (size == values.length) {
                ensureCapacity(size * 2);
            }
            values[size++] = value;
        }

        @Override
        Object value(String category) {
            return Numbers.whole(category);
        }

        @Override
        void addPlaceholder() {
            add(0);
        }

        @Override
        void ensureCapacity(int length) {
            values = Arrays.copyOf(values, Math.max(values.length, length));
        }

        @Override
        Column build(BitSet missing) {
            return new Column.Longs(values.length == size ? values : Arrays.copyOf(values, size), missing);
        }
    }

    private static final class Booleans extends ColumnBuilder {
        private boolean[] values = new boolean[1];

        Booleans(Feature feature) {
            super(feature);
        }

        @Override
        Optional<Problem> text(String cell, boolean decimalComma) {
            boolean isTrue = cell.equalsIgnoreCase("true");
            return isTrue || cell.equalsIgnoreCase("false") ? bool(isTrue) : expected(Text.quote(cell));
        }

        @Override
        Optional<Problem> bool(boolean value) {
            if (size == values.length) {
                ensureCapacity(size * 2);
            }
            values[size++] = value;
            return Optional.empty();
        }

        @Override
        Object value(String category) {
            return category;
        }

        @Override
        void addPlaceholder() {
            bool(false);
        }

        @Override
        void ensureCapacity(int length) {
            values = Arrays.copyOf(values, Math.max(values.length, length));
        }

        @Override
        Column build(BitSet missing) {
            return new Column.Booleans(values.length == size ? values : Arrays.copyOf(values, size), missing);
        }
    }

    private static final class Strings extends ColumnBuilder {
        private final ArrayList<String> values = new ArrayList<>();

        Strings(Feature feature) {
            super(feature);
        }

        /**
         * Compares with categories without their surrounding blanks too, because cells of files and forms have been
         * stripped.
         */
        @Override
        Optional<Problem> text(String cell, boolean decimalComma) {
            return string(
                    isCategory(cell)
                            ? cell
                            : feature.categories().stream()
                                    .filter(category -> category.strip().equals(cell))
                                    .findFirst()
                                    .orElse(cell));
        }

        @Override
        Optional<Problem> string(String value) {
            if (value.isEmpty() && feature.optional()) {
                return missing("an empty string");
            }
            if (!isCategory(value) && (value.isEmpty() || !feature.takesUnknown())) {
                return noCategory(value);
            }
            if (Text.hasSurrogates(value)) {
                return problem(
                        "expected text without characters beyond U+FFFF, which ONNX Runtime encodes incorrectly, got "
                                + Text.quote(value));
            }
            add(value);
            return Optional.empty();
        }

        private void add(String value) {
            values.add(value);
            size++;
        }

        @Override
        Object value(String category) {
            return category;
        }

        @Override
        void addPlaceholder() {
            add("");
        }

        @Override
        void truncate(int length) {
            super.truncate(length);
            values.subList(length, values.size()).clear();
        }

        @Override
        void ensureCapacity(int length) {
            values.ensureCapacity(length);
        }

        @Override
        Column build(BitSet missing) {
            return new Column.Strings(values, missing);
        }
    }
}
