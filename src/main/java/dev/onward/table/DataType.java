package dev.onward.table;

/** The type of a feature's values, named as JSON Schema names them, apart from {@link #STRING} being free text. */
public enum DataType {
    /** A finite decimal number, held as a double. */
    NUMBER("a number"),
    /** A whole number of 64 bits, held as a long: {@code 1} and {@code 1.0} are read, {@code 1.5} is not. */
    INTEGER("a whole number"),
    /** True or false. */
    BOOLEAN("true or false"),
    /** Text, either free or one of the feature's categories. */
    STRING("text");

    private final String expectation;

    DataType(String expectation) {
        this.expectation = expectation;
    }

    /** What a reader of an error message is told to give, such as "a whole number". */
    public String expectation() {
        return expectation;
    }
}
