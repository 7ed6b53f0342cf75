package dev.onward.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a table row by row. All formats parse cells here: a format adds cells, and the builder checks each against its
 * feature and collects all problems. Rows with a problem are left out of the table. For all-or-nothing inputs, {@link
 * #build} throws if there were problems; to report problems row by row, take them with {@link #takeProblems} after each
 * row.
 *
 * <p>Not thread-safe.
 */
public final class TableBuilder {

    /** The number of problems that are listed; further ones are only counted. */
    public static final int MAX_LISTED_PROBLEMS = 100;

    /** The value that was found if there is none. */
    static final String NOTHING = "nothing";

    private final Schema schema;
    private final ColumnBuilder[] columns;
    private final boolean[] present;
    private final LongConsumer absentValues;

    /** Made for the first problem: most tables have none. */
    private List<Problem> problems = List.of();

    private long problemCount;
    private long problemsBeforeRow;
    private long row;
    private long absentCount;
    private String firstUnknown = "";
    private int unknownCount;
    private int goodRows;
    private boolean decimalComma;

    public TableBuilder(Schema schema) {
        this(schema, count -> {});
    }

    /**
     * @param absentValues called with the number of values that the rows leave out so far: they use memory although the
     *     input does not contain them. An exception that it throws ends the reading.
     */
    public TableBuilder(Schema schema, LongConsumer absentValues) {
        this.schema = schema;
        this.absentValues = absentValues;
        // Without streams, here and in build, because a table often has a single row.
        columns = new ColumnBuilder[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnBuilder.of(schema.feature(i));
        }
        present = new boolean[schema.size()];
    }

    /** Accepts {@code 3,6216} as a number, as in files with semicolons or tabs. */
    public TableBuilder decimalComma() {
        decimalComma = true;
        return this;
    }

    /** Makes room for this many rows. There may be more or fewer. */
    public void expectRows(int rows) {
        for (ColumnBuilder column : columns) {
            column.ensureCapacity(rows);
        }
    }

    /**
     * Starts a row.
     *
     * @param number the row or line in problems, from 1; 0 if there is only one row
     */
    public void startRow(long number) {
        row = number;
        problemsBeforeRow = problemCount;
        unknownCount = 0;
        Arrays.fill(present, false);
    }

    /** Adds a cell of text, parsed as the type of the feature. Blank means missing. */
    public void text(int position, String cell) {
        if (isFirst(position)) {
            String text = cell.strip();
            check(text.isEmpty() ? columns[position].missing(NOTHING) : columns[position].text(text, decimalComma));
        }
    }

    /** Adds a cell of ASCII characters, with the same result as adding its text. */
    public void text(int position, byte[] ascii, int from, int to) {
        if (!present[position] && columns[position].plainNumber(ascii, from, to, decimalComma)) {
            present[position] = true;
        } else {
            text(position, new String(ascii, from, to - from, StandardCharsets.US_ASCII));
        }
    }

    /** Adds a number literal of the format. */
    public void number(int position, String literal) {
        if (isFirst(position)) {
            check(columns[position].number(literal));
        }
    }

    /** Adds a number literal of ASCII characters, with the same result as adding its text. */
    public void number(int position, byte[] ascii, int from, int to) {
        if (!plainNumber(position, ascii, from, to)) {
            number(position, new String(ascii, from, to - from, StandardCharsets.US_ASCII));
        }
    }

    /**
     * Adds a number literal of ASCII characters if it has only digits, at most one decimal point and a sign, and fits.
     * Returns false, and adds nothing, if it does not, or is long, or the row has a value of the feature.
     */
    public boolean plainNumber(int position, byte[] ascii, int from, int to) {
        boolean isPlain = !present[position] && columns[position].plainNumber(ascii, from, to, false);
        present[position] |= isPlain;
        return isPlain;
    }

    /** Adds a number. Has the same result as adding its decimal digits. */
    public void number(int position, double value) {
        if (isFirst(position)) {
            check(columns[position].number(value));
        }
    }

    /** Adds a whole number. Has the same result as adding its decimal digits. */
    public void number(int position, long value) {
        if (isFirst(position)) {
            check(columns[position].number(value));
        }
    }

    /** Adds a boolean of the format. */
    public void bool(int position, boolean value) {
        if (isFirst(position)) {
            check(columns[position].bool(value));
        }
    }

    /** Adds a string of the format, which is never parsed as a number. */
    public void string(int position, String value) {
        if (isFirst(position)) {
            check(columns[position].string(value));
        }
    }

    /**
     * Adds a missing value.
     *
     * @param found the format's notation, such as null, for messages
     */
    public void missing(int position, String found) {
        if (isFirst(position)) {
            check(columns[position].missing(found));
        }
    }

    /**
     * Adds a value of a type that no feature has, such as a nested object.
     *
     * @param found its description, for messages
     */
    public void unreadable(int position, String found) {
        if (isFirst(position)) {
            check(columns[position].expected(found));
        }
    }

    /**
     * Adds the value of a Java object. Null is a missing value; objects of other types than a cell can have are problems.
     */
    public void value(int position, @Nullable Object value) {
        if (value == null) {
            missing(position, "null");
        } else if (value instanceof Double number) {
            number(position, number.doubleValue());
        } else if (value instanceof Long || value instanceof Integer) {
            number(position, ((Number) value).longValue());
        } else if (value instanceof Number number) {
            // By its digits, so that 0.1f is 0.1.
            number(position, number.toString());
        } else if (value instanceof Boolean bool) {
            bool(position, bool);
        } else if (value instanceof CharSequence text) {
            string(position, text.toString());
        } else {
            unreadable(position, "an object of " + value.getClass());
        }
    }

    /** Adds cells by feature name. Values other than numbers, strings and booleans are problems. */
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

    /** Adds a problem with the row as a whole. */
    public void problem(String message) {
        add(Problem.ofRow(row, message));
    }

    /** Adds a problem for a name that is not in the schema. */
    public void unknown(String name) {
        unknown(name, List.of());
    }

    /**
     * Adds a problem as {@link #unknown(String)} does.
     *
     * @param otherNames names that may also have been meant
     */
    void unknown(String name, List<String> otherNames) {
        firstUnknown = unknownCount == 0 ? name : firstUnknown;
        unknownCount++;
        add(Problem.ofRow(row, Sentence.of("unknown feature {0}", Text.quote(name)))
                .withSuggestion(() -> schema.nearest(name).or(() -> Text.nearest(name, otherNames))));
    }

    /**
     * Ends the row and adds problems for required features without a value; a single problem if the row has names, but
     * none is that of a feature. Returns whether the row is in the table.
     */
    public boolean endRow() {
        return endRow(() -> "");
    }

    /**
     * Ends the row as {@link #endRow()} does.
     *
     * @param alternative another way to send a row, which completes the remedy for a row without known names; or ""
     */
    public boolean endRow(Supplier<String> alternative) {
        if (unknownCount > 0 && !isAnyPresent()) {
            // The message is expensive, so it is left out for problems that are not listed.
            refuseRow(
                    problemsBeforeRow < MAX_LISTED_PROBLEMS
                            ? schema.noneKnown(firstUnknown, unknownCount, alternative)
                                    .withRow(row)
                            : Problem.ofRow(row, ""));
            return false;
        }
        int absent = 0;
        for (int i = 0; i < present.length; i++) {
            if (!present[i]) {
                missing(i, NOTHING);
                absent++;
            }
        }
        if (problemCount > problemsBeforeRow) {
            removeRow();
            return false;
        }
        goodRows++;
        if (absent > 0) {
            absentCount += absent;
            absentValues.accept(absentCount);
        }
        return true;
    }

    /**
     * Ends the row with a single problem that replaces its others, because its values may be in the wrong columns. The
     * row is left out.
     */
    public void refuseRow(String message) {
        refuseRow(Problem.ofRow(row, message));
    }

    private void refuseRow(Problem problem) {
        removeRow();
        while (problems.size() > problemsBeforeRow) {
            problems.remove(problems.size() - 1);
        }
        problemCount = problemsBeforeRow;
        add(problem);
    }

    /** Returns the problems so far and clears them. */
    public List<Problem> takeProblems() {
        List<Problem> taken = problems;
        problems = List.of();
        problemCount = 0;
        problemsBeforeRow = 0;
        return taken;
    }

    /**
     * Builds the table of all valid rows, of an input whose unit is "row". Nothing may be added afterwards.
     *
     * @throws InvalidInputException with every problem that was not taken
     */
    public Table build() {
        return build("row");
    }

    /**
     * Builds the table of all valid rows. Nothing may be added afterwards.
     *
     * @param unit the unit of row numbers: "row" or "line"
     * @throws InvalidInputException with every problem that was not taken
     */
    public Table build(String unit) {
        if (problemCount > 0) {
            throw new InvalidInputException(problems, problemCount, unit);
        }
        Column[] built = new Column[columns.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = columns[i].build();
        }
        return new Table(schema, built, goodRows);
    }

    /** Removes the cells of the row that is not good. */
    private void removeRow() {
        for (ColumnBuilder column : columns) {
            column.truncate(goodRows);
        }
    }

    private boolean isAnyPresent() {
        for (boolean isPresent : present) {
            if (isPresent) {
                return true;
            }
        }
        return false;
    }

    private boolean isFirst(int position) {
        if (present[position]) {
            add(Problem.ofCell(row, schema.feature(position).name(), "given twice"));
            return false;
        }
        present[position] = true;
        return true;
    }

    private void check(Optional<Problem> problem) {
        if (problem.isPresent()) {
            add(problem.get().withRow(row));
        }
    }

    private void add(Problem problem) {
        if (problems.isEmpty()) {
            problems = new ArrayList<>();
        }
        if (problems.size() < MAX_LISTED_PROBLEMS) {
            problems.add(problem);
        }
        problemCount++;
    }
}
