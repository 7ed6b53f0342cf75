package dev.onward.explain.graph;

/**
 * Limits the memory and the time in which a graph is read, since files are not trusted. Counts the columns and terms
 * of all values that are computed, and the numbers of all constants. Not thread-safe.
 */
final class ReadingLimit {

    /** The maximum number of columns and terms, some 200 MB, and of numbers in constants. */
    static final long MAX_SIZE = 2_000_000;

    /** The maximum number of terms that are added, about 1 s. Most of them are merged. */
    private static final long MAX_ADDITIONS = 10_000_000;

    private long size;
    private long constants;
    private long additions;

    /** Counts a value. */
    void add(GraphValue.Rows rows) {
        check(size(rows));
        size += size(rows);
    }

    private static long size(GraphValue.Rows rows) {
        return rows.columns().stream().mapToLong(ReadingLimit::size).sum();
    }

    /** The number of terms of a sum and itself; 1 for other columns. */
    static long size(Quantity column) {
        return column instanceof LinearCombination score ? 1L + score.atoms().size() : 1;
    }

    /**
     * Checks a value before it is computed.
     *
     * @param more the number of its columns and terms
     */
    void check(long more) {
        if (more > MAX_SIZE - size) {
            throw new UnreadableGraphException("the graph has more than " + MAX_SIZE + " columns and terms");
        }
    }

    /** Counts the numbers of a constant before it is read. */
    void addConstant(long numbers) {
        constants += numbers;
        if (constants > MAX_SIZE) {
            throw new UnreadableGraphException("the graph's constants contain more than " + MAX_SIZE + " numbers");
        }
    }

    /** Counts terms before they are added. */
    void addAdditions(long terms) {
        additions += terms;
        if (additions > MAX_ADDITIONS) {
            throw new UnreadableGraphException("the graph adds more than " + MAX_ADDITIONS + " terms");
        }
    }
}
