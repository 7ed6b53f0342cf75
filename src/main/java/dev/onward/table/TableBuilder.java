package dev.onward.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    public static final int MAX_LISTED_PROBLEMS = 100;

    private static final String NOTHING = "nothing";

    private final Schema schema;
    private final List<ColumnBuilder> columns;
    private final boolean[] given;
    private final List<Problem> problems = new ArrayList<>();
    private long problemCount;
    private long problemsBeforeRow;
    private long row;
    private int goodRows;
    private boolean decimalComma;

    public TableBuilder(Schema schema) {
        this.schema = schema;
        columns = schema.features().stream()
                .map(feature -> ColumnBuilder.of(feature, () -> problems.size() < MAX_LISTED_PROBLEMS))
                .toList();
        given = new boolean[schema.size()];
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
    }

    /** A cell of text, to be read as the feature's type says. Blank means missing. */
    public void text(int position, String cell) {
        if (isFirst(position)) {
            String text = cell.strip();
            check(
                    text.isEmpty()
                            ? columns.get(position).missing(NOTHING)
                            : columns.get(position).text(text, decimalComma));
        }
    }

    /** A value that the format itself marks as a number, with its literal. */
    public void number(int position, String literal) {
        if (isFirst(position)) {
            check(columns.get(position).number(literal));
        }
    }

    /** A value that the format itself marks as true or false. */
    public void bool(int position, boolean value) {
        if (isFirst(position)) {
            check(columns.get(position).bool(value));
        }
    }

    /** A value that the format itself marks as text, which is never read as a number. */
    public void string(int position, String value) {
        if (isFirst(position)) {
            check(columns.get(position).string(value));
        }
    }

    /** A value that the format itself marks as missing, such as null. */
    public void missing(int position, String found) {
        if (isFirst(position)) {
            check(columns.get(position).missing(found));
        }
    }

    /** Something that can be no value of any feature, such as a nested object. */
    public void unreadable(int position, String found) {
        if (isFirst(position)) {
            check(columns.get(position).expected(found));
        }
    }

    /** Cells by the names of their features; a value is a number, a string or a boolean, and anything else is unreadable. */
    public void cells(Map<String, Object> row) {
        row.forEach((name, value) -> {
            int position = schema.position(name);
            if (position < 0) {
                unknown(name);
            } else if (value instanceof Number number) {
                number(position, number.toString());
            } else if (value instanceof Boolean bool) {
                bool(position, bool);
            } else if (value instanceof String string) {
                string(position, string);
            } else {
                unreadable(position, value instanceof Map ? "an object" : "an array");
            }
        });
    }

    /** A problem with the row as a whole. */
    public void problem(String message) {
        add(Problem.ofRow(row, message));
    }

    /** A value under a name that the schema does not hold. */
    public void unknown(String name) {
        // Looking for the nearest name costs more than the rest; what is not listed needs none.
        Optional<String> nearest = problems.size() < MAX_LISTED_PROBLEMS ? schema.nearest(name) : Optional.empty();
        add(Problem.ofRow(row, "unknown feature " + Text.quote(name)).withSuggestion(nearest));
    }

    /** Ends the row, adding what is missing of it to the problems. Returns whether the row is now in the table. */
    public boolean endRow() {
        for (int i = 0; i < given.length; i++) {
            if (!given[i]) {
                missing(i, NOTHING);
            }
        }
        boolean good = problemCount == problemsBeforeRow;
        if (good) {
            goodRows++;
        } else {
            columns.forEach(column -> column.truncate(goodRows));
        }
        return good;
    }

    /**
     * Ends the row with what is wrong with it as a whole. What was read of it is left out, and so are its other problems,
     * since its values may not be where they belong.
     */
    public void refuseRow(String message) {
        columns.forEach(column -> column.truncate(goodRows));
        while (problems.size() > problemsBeforeRow) {
            problems.remove(problems.size() - 1);
        }
        problemCount = problemsBeforeRow;
        problem(message);
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
        return build("row");
    }

    /**
     * @param unit what the rows' numbers count: "row" or "line"
     * @throws InvalidInputException with every problem that was not taken
     */
    public Table build(String unit) {
        if (problemCount > 0) {
            throw new InvalidInputException(problems, problemCount, unit);
        }
        return new Table(schema, columns.stream().map(ColumnBuilder::build).toList(), goodRows);
    }

    private boolean isFirst(int position) {
        if (given[position]) {
            add(Problem.ofCell(row, schema.feature(position).name(), "given twice"));
            return false;
        }
        given[position] = true;
        return true;
    }

    private void check(Optional<Problem> problem) {
        if (problem.isPresent()) {
            add(problem.get().withRow(row));
        }
    }

    private void add(Problem problem) {
        if (problems.size() < MAX_LISTED_PROBLEMS) {
            problems.add(problem);
        }
        problemCount++;
    }
}
