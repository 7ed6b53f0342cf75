package dev.onward.compute;

/** The kinds of runs that differ in how they wait for a compute permit. */
public enum RunKind {

    /** A run on few rows. It needs no permit while such runs of its model are quick. */
    FEW_ROWS,

    /** A run on more rows. */
    MANY_ROWS,

    /** A run that is part of bulk work, which may use half of its model's permits. */
    BULK;

    /** The largest number of rows that are few. */
    private static final int MAX_FEW = 16;

    /**
     * Returns the kind of a run that is not part of bulk work.
     *
     * @param rows of the run; 0 if unknown
     */
    public static RunKind of(int rows) {
        return rows > 0 && rows <= MAX_FEW ? FEW_ROWS : MANY_ROWS;
    }
}
