package dev.onward.details;

/**
 * The columns of details that a CSV file has only if they are requested, since its columns must be known before its
 * rows.
 *
 * @param reasons the number of contributions in words; 0 for none
 * @param warnings whether there is a column for warnings
 * @param uncertainty whether there are columns for intervals and observed shares
 */
public record CsvColumns(int reasons, boolean warnings, boolean uncertainty) {

    /** The maximum number of contributions in words. */
    public static final int MAX_REASONS = 100;

    /** No columns for details. */
    public static final CsvColumns NONE = new CsvColumns(0, false, false);
}
