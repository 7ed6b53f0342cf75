package dev.onward.explain.graph;

/**
 * A term of a {@link LinearCombination} without its coefficient. Compared by identity, except for the outputs of trees.
 */
public sealed interface Atom permits NumberColumn, Product, TreeOutput {

    /** The value for a row, in double precision. */
    double of(TableRow row);
}
