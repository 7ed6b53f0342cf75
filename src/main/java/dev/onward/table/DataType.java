package dev.onward.table;

/** The type of a feature's values, named as in JSON Schema, except that {@link #STRING} is text of any kind. */
public enum DataType {
    /** A finite decimal number, held as a double. */
    NUMBER("a number"),
    /** A 64-bit integer, held as a long. {@code 1.0} is accepted, {@code 1.5} is not. */
    INTEGER("a whole number"),
    /** True or false. */
    BOOLEAN("true or false"),
    /** Text, either free or one of the feature's categories. */
    STRING("text");

    private final String expectation;

    DataType(String expectation) {
        this.expectation = expectation;
    }

    /** The expected value in error messages, such as "a whole number". */
    public String expectation() {
        return expectation;
    }
}
