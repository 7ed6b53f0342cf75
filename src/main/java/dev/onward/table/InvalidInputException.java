package dev.onward.table;

import java.util.List;

/** The caller's input is wrong. Holds the first problems found, all of them up to a limit, and how many there are. */
public final class InvalidInputException extends RuntimeException {

    private final transient List<Problem> problems;
    private final long total;

    /** @param total how many problems there are, of which the list may hold only the first */
    public InvalidInputException(List<Problem> problems, long total) {
        super(describe(problems, total));
        this.problems = List.copyOf(problems);
        this.total = total;
    }

    public InvalidInputException(Problem problem) {
        this(List.of(problem), 1);
    }

    public List<Problem> problems() {
        return problems;
    }

    public long total() {
        return total;
    }

    private static String describe(List<Problem> problems, long total) {
        String first = problems.get(0).text("row");
        return total == 1 ? first : first + " (and " + (total - 1) + " more)";
    }
}
