package dev.onward.dataset;

import java.util.List;

/**
 * Thrown if the files given to a command cannot be used. Has one line for each problem, beginning with the file's name.
 */
public final class InvalidFilesException extends RuntimeException {

    private final transient List<String> lines;

    /** @param lines at least one */
    public InvalidFilesException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
