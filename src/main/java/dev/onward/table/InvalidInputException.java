package dev.onward.table;

import java.util.List;

/** Thrown if the caller's input is invalid. Holds the first problems, up to a limit, and the total number. */
public final class InvalidInputException extends RuntimeException {

    private final transient List<Problem> problems;
    private final long total;
    private final String unit;

    /**
     * @param problems at least one
     * @param total the number of problems, of which the list may contain only the first
     * @param unit the unit of row numbers: "row" or "line"
     */
    public InvalidInputException(List<Problem> problems, long total, String unit) {
        super(describe(problems, total, unit));
        this.problems = List.copyOf(problems);
        this.total = total;
        this.unit = unit;
    }

    /** For an input whose unit is "row". */
    public InvalidInputException(List<Problem> problems, long total) {
        this(problems, total, "row");
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The number of problems, listed or not. */
    public long total() {
        return total;
    }

    /** The unit of row numbers: "row" or "line". */
    public String unit() {
        return unit;
    }

    private static String describe(List<Problem> problems, long total, String unit) {
        String first = problems.get(0).text(unit);
        return total == 1 ? first : first + " (and " + (total - 1) + " more)";
    }
}
