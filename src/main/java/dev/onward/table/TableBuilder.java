package dev.onward.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The one place where a cell becomes a value. A format says what it found, cell by cell and row by row; the builder
 * checks each against its feature and collects every problem. A row with a problem is left out of the table; a caller
 * who wants all or nothing calls {@link #build}, which throws if problems are left, and one who reports row by row takes
 * them off with {@link #takeProblems} after each row.
 *
 * <p>Not thread-safe.
 */
public final class TableBuilder {

    /** How many problems are kept; the rest are only counted. */
    public static final int LISTED_PROBLEMS = 100;

    private final Schema schema;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final boolean[] given;
    private final boolean[] valued;
    private final List<Problem> problems = new ArrayList<>();
    private long problemCount;
    private long problemsBeforeRow;
    private long row;
    private int goodRows;
    private boolean decimalComma;

    public TableBuilder(Schema schema) {
        this.schema = schema;
        for (Feature feature : schema.features()) {
            columns.add(ColumnBuilder.of(feature.type()));
        }
        given = new boolean[schema.size()];
        valued = new boolean[schema.size()];
    }

    /** Reads {@code 3,6216} as a number too, as files divided by semicolons or tabs often write it. */
    public TableBuilder decimalComma() {
        decimalComma = true;
        return this;
    }

    /** @param number the row or line that problems are to name, from 1; 0 if there is only one row */
    public void startRow(long number) {
        row = number;
        problemsBeforeRow = problemCount;
        Arrays.fill(given, false);
        Arrays.fill(valued, false);
    }

    /** A cell of text, to be read as the feature's type says. Blank means missing. */
    public void text(int position, String cell) {
        if (isFirst(position)) {
            readText(position, schema.feature(position), cell.strip());
        }
    }

    /** A value that the format itself marks as a number, with its literal. */
    public void number(int position, String literal) {
        if (isFirst(position)) {
            Feature feature = schema.feature(position);
            switch (feature.type()) {
                case NUMBER -> readNumber(position, feature, literal, literal);
                case INTEGER -> readInteger(position, feature, literal, literal);
                case BOOLEAN, STRING -> expected(feature, "the number " + Text.cut(literal));
            }
        }
    }

    /** A value that the format itself marks as true or false. */
    public void bool(int position, boolean value) {
        if (isFirst(position)) {
            if (columns.get(position) instanceof ColumnBuilder.Booleans booleans) {
                booleans.add(value);
                valued[position] = true;
            } else {
                expected(schema.feature(position), Boolean.toString(value));
            }
        }
    }

    /** A value that the format itself marks as text, which is never read as a number. */
    public void string(int position, String value) {
        if (isFirst(position)) {
            Feature feature = schema.feature(position);
            if (feature.type() == DataType.STRING) {
                readString(position, feature, value);
            } else {
                expected(feature, "the string " + Text.quote(value));
            }
        }
    }

    /** A value that the format itself marks as missing, such as null. */
    public void missing(int position, String found) {
        if (isFirst(position)) {
            Feature feature = schema.feature(position);
            if (feature.optional()) {
                columns.get(position).addMissing();
                valued[position] = true;
            } else {
                expected(feature, found);
            }
        }
    }

    /** Something that can be no value of any feature, such as a nested object. */
    public void unreadable(int position, String found) {
        if (isFirst(position)) {
            expected(schema.feature(position), found);
        }
    }

    /** A problem with the row as a whole. */
    public void problem(String message) {
        add(Problem.of(row, "", message));
    }

    /** A value under a name that the schema does not hold. */
    public void unknown(String name) {
        // Looking for the nearest name costs more than the rest; what is not listed needs none.
        Optional<String> nearest = problems.size() < LISTED_PROBLEMS ? schema.nearest(name) : Optional.empty();
        add(new Problem(row, "", "unknown feature " + Text.quote(name), nearest));
    }

    /** Ends the row, adding what is missing of it to the problems. Returns whether the row is now in the table. */
    public boolean endRow() {
        for (int i = 0; i < given.length; i++) {
            if (!given[i]) {
                missing(i, "nothing");
            }
        }
        if (problemCount == problemsBeforeRow) {
            goodRows++;
            return true;
        }
        for (int i = 0; i < valued.length; i++) {
            if (valued[i]) {
                columns.get(i).removeLast();
            }
        }
        return false;
    }

    /** How many rows are in the table so far. */
    public int rows() {
        return goodRows;
    }

    /** The problems so far, which are then forgotten. */
    public List<Problem> takeProblems() {
        List<Problem> taken = List.copyOf(problems);
        problems.clear();
        problemCount = 0;
        problemsBeforeRow = 0;
        return taken;
    }

    /** @throws InvalidInputException with every problem that was not taken */
    public Table build() {
        if (problemCount > 0) {
            throw new InvalidInputException(problems, problemCount);
        }
        return new Table(schema, columns.stream().map(ColumnBuilder::build).toList(), goodRows);
    }

    private boolean isFirst(int position) {
        if (given[position]) {
            add(Problem.of(row, schema.feature(position).name(), "given twice"));
            return false;
        }
        given[position] = true;
        return true;
    }

    private void readText(int position, Feature feature, String cell) {
        if (cell.isEmpty()) {
            if (feature.optional()) {
                columns.get(position).addMissing();
                valued[position] = true;
            } else {
                expected(feature, "nothing");
            }
            return;
        }
        switch (feature.type()) {
            case NUMBER -> readNumber(position, feature, point(cell), cell);
            case INTEGER -> readInteger(position, feature, point(cell), cell);
            case BOOLEAN -> readBoolean(position, feature, cell);
            case STRING -> readString(position, feature, cell);
        }
    }

    private String point(String cell) {
        return decimalComma && cell.indexOf(',') >= 0 ? cell.replace(',', '.') : cell;
    }

    private void readNumber(int position, Feature feature, String text, String found) {
        OptionalDouble number = Numbers.decimal(text);
        if (number.isEmpty()) {
            expected(feature, Text.quote(found));
        } else if (!feature.accepts().contains(number.getAsDouble())) {
            outOfRange(feature, found);
        } else {
            ((ColumnBuilder.Doubles) columns.get(position)).add(number.getAsDouble());
            valued[position] = true;
        }
    }

    private void readInteger(int position, Feature feature, String text, String found) {
        OptionalLong number = Numbers.whole(text);
        if (number.isEmpty()) {
            expected(feature, Text.quote(found));
        } else if (!feature.accepts().contains((double) number.getAsLong())) {
            outOfRange(feature, found);
        } else {
            ((ColumnBuilder.Longs) columns.get(position)).add(number.getAsLong());
            valued[position] = true;
        }
    }

    private void readBoolean(int position, Feature feature, String text) {
        boolean isTrue = text.equalsIgnoreCase("true");
        if (isTrue || text.equalsIgnoreCase("false")) {
            ((ColumnBuilder.Booleans) columns.get(position)).add(isTrue);
            valued[position] = true;
        } else {
            expected(feature, Text.quote(text));
        }
    }

    private void readString(int position, Feature feature, String value) {
        if (!feature.categories().isEmpty() && !feature.categories().contains(value)) {
            add(new Problem(
                    row,
                    feature.name(),
                    "expected one of " + Text.quote(feature.categories()) + ", got " + Text.quote(value),
                    Text.nearest(value, feature.categories())));
        } else {
            ((ColumnBuilder.Strings) columns.get(position)).add(value);
            valued[position] = true;
        }
    }

    private void outOfRange(Feature feature, String found) {
        Range range = feature.accepts();
        String ends = feature.type() == DataType.INTEGER
                ? (long) range.minimum() + " to " + (long) range.maximum()
                : range.minimum() + " to " + range.maximum();
        add(Problem.of(
                row,
                feature.name(),
                "expected " + feature.type().expectation() + " from " + ends + ", got " + Text.cut(found)));
    }

    private void expected(Feature feature, String found) {
        add(Problem.of(row, feature.name(), "expected " + feature.type().expectation() + ", got " + found));
    }

    private void add(Problem problem) {
        if (problems.size() < LISTED_PROBLEMS) {
            problems.add(problem);
        }
        problemCount++;
    }
}
