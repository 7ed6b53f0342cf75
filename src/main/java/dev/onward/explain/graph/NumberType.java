package dev.onward.explain.graph;

/** The type of a tensor of numbers, which determines how its elements are rounded. */
enum NumberType {
    FLOAT,
    DOUBLE,
    INTEGER,
    BOOLEAN;

    /** The number as an element of this type; its fraction is discarded if it is an integer. */
    double cast(double number) {
        return switch (this) {
            case FLOAT -> (float) number;
            case DOUBLE -> number;
            case INTEGER -> (long) number;
            case BOOLEAN -> number == 0 ? 0 : 1;
        };
    }

    boolean isDecimal() {
        return this == FLOAT || this == DOUBLE;
    }
}
