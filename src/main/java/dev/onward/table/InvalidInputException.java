package dev.onward.table;

import java.util.List;

/** The caller's input is wrong. Holds the first problems found, all of them up to a limit, and how many there are. */
public final class InvalidInputException extends RuntimeException {

    private final transient List<Problem> problems;
    private final long total;
    private final String unit;

    /**
     * @param total how many problems there are, of which the list may hold only the first
     * @param unit what the problems' row numbers count: "row" or "line"
     */
    public InvalidInputException(List<Problem> problems, long total, String unit) {
        super(describe(problems, total, unit));
        this.problems = List.copyOf(problems);
        this.total = total;
        this.unit = unit;
    }

    public InvalidInputException(List<Problem> problems, long total) {
        this(problems, total, "row");
    }

    public List<Problem> problems() {
        return problems;
    }

    public long total() {
        return total;
    }

    /** What the problems' row numbers count: "row" or "line". */
    public String unit() {
        return unit;
    }

    private static String describe(List<Problem> problems, long total, String unit) {
        String first = problems.get(0).text(unit);
        return total == 1 ? first : first + " (and " + (total - 1) + " more)";
    }
}
