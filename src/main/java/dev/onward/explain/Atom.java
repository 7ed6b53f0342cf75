package dev.onward.explain;

/** A term of a {@link Score} without its coefficient. Compared by identity, except for the outputs of trees. */
sealed interface Atom permits NumberColumn, Product, TreeOutput {

    /** The value for a row, in double precision. */
    double of(TableRow row);
}
