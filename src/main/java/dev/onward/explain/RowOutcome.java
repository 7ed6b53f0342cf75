package dev.onward.explain;

import java.util.Optional;

/** The result for one row, or the reason why there is none. */
public record RowOutcome<T>(Optional<T> result, Optional<String> reason) {

    public RowOutcome {
        if (result.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("expected either a result or a reason");
        }
    }

    public static <T> RowOutcome<T> of(T result) {
        return new RowOutcome<>(Optional.of(result), Optional.empty());
    }

    public static <T> RowOutcome<T> none(String reason) {
        return new RowOutcome<>(Optional.empty(), Optional.of(reason));
    }
}
