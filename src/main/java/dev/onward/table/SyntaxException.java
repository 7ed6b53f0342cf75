package dev.onward.table;

/** The input is not written in the format it claims; reading ended at the first fault. */
public final class SyntaxException extends RuntimeException {

    private final int line;
    private final int column;

    /**
     * @param line of the fault, from 1
     * @param column of the fault, from 1
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
