package dev.onward;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a model cannot be opened or asked, if rows or a record do not fit it, or if an answer does not have the
 * number that was asked for. The message has all problems, separated by semicolons.
 */
public final class OnwardException extends RuntimeException {

    private final List<String> problems;
    private final long total;

    private OnwardException(List<String> problems, long total, @Nullable Throwable cause) {
        super(
                String.join("; ", problems)
                        + (total > problems.size() ? "; and " + (total - problems.size()) + " more" : ""),
                cause);
        this.problems = List.copyOf(problems);
        this.total = total;
    }

    /**
     * Creates an exception.
     *
     * @param problems one at least
     */
    public OnwardException(List<String> problems) {
        this(problems, problems.size(), null);
    }

    static OnwardException of(String problem) {
        return new OnwardException(List.of(problem), 1, null);
    }

    /** @param cause its message is the problem */
    static OnwardException of(RuntimeException cause) {
        return new OnwardException(List.of(String.valueOf(cause.getMessage())), 1, cause);
    }

    /** @param subject the beginning of each problem, such as the name of a record; "" for none */
    static OnwardException of(String subject, List<Problem> problems) {
        List<String> texts =
                problems.stream().map(problem -> subject + problem.text("row")).toList();
        return new OnwardException(texts, texts.size(), null);
    }

    static OnwardException of(InvalidInputException e) {
        List<String> texts =
                e.problems().stream().map(problem -> problem.text(e.unit())).toList();
        return new OnwardException(texts, e.total(), e);
    }

    /**
     * The problems, such as {@code row 3, income: expected a number, got "abc"}, with rows from 1; at most 100 of those
     * of a batch.
     */
    public List<String> problems() {
        return problems;
    }

    /** The number of problems, listed or not. */
    public long total() {
        return total;
    }
}
