package dev.onward.table;

/** Thrown if a text is malformed. Parsing ends at the first error. */
public final class SyntaxException extends RuntimeException {

    private final int line;
    private final int column;

    /**
     * @param line of the error, from 1
     * @param column of the error, from 1
     */
    public SyntaxException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
