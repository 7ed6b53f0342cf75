package dev.onward.explain.graph;

/**
 * The work of computing a column for one row. A column that is used twice is computed twice, so that a few operators
 * can describe a computation without end.
 *
 * @param count the number of functions that are applied, those of the columns that it is computed from included
 * @param depth the length of the longest chain of them
 */
record Steps(int count, int depth) {

    /** A value that is read from a row, or a constant. */
    static final Steps ONE = new Steps(1, 1);

    private static final int MAX_COUNT = 10_000;

    /** Chains are followed by recursion, on threads with small stacks. */
    private static final int MAX_DEPTH = 200;

    /**
     * The steps of a function of columns.
     *
     * @throws UnreadableGraphException if they are too many
     */
    static Steps after(Steps... arguments) {
        long count = 1;
        int depth = 1;
        for (Steps argument : arguments) {
            count += argument.count;
            depth = Math.max(depth, argument.depth + 1);
        }
        if (count > MAX_COUNT || depth > MAX_DEPTH) {
            throw new UnreadableGraphException("its columns are computed in too many steps");
        }
        return new Steps((int) count, depth);
    }
}
