package dev.onward.train;

import java.util.List;

/** No model can be trained from what was given. Holds one line for each problem, beginning with the file's name. */
public final class TrainingException extends RuntimeException {

    private final transient List<String> lines;

    /** @param lines at least one */
    public TrainingException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
