package dev.onward.http.body;

/**
 * The heap that a handler holds for a body, from its first byte until the response is complete: the body and its
 * values. Predictions and their details are counted apart, by {@link #ofOutputs}. Measured as the smallest heap in which
 * the largest bodies of each format are answered. {@code HeapUseIT} compares it with the live heap at the peak of a
 * request; {@code MemoryIT} shows that many requests together fit into the budget.
 *
 * @param perByte bytes of heap for each byte of the body, inflated
 * @param perValue bytes of heap for each comma, semicolon or tab in the body, which separate values
 * @param max bytes of heap that it holds at most
 */
public record HeapUse(int perByte, int perValue, long max) {

    /** Rows as JSON objects; long strings are kept too. */
    public static final HeapUse ROWS = new HeapUse(1, 20, Long.MAX_VALUE);

    /** Rows as JSON objects, whose text is kept, too. */
    public static final HeapUse WHOLE_ROWS = new HeapUse(2, 48, Long.MAX_VALUE);

    /** Rows in the formats of MLflow, whose text may have to be kept until it can be parsed. */
    public static final HeapUse KEPT_ROWS = new HeapUse(3, 20, Long.MAX_VALUE);

    /** Tensors as JSON, whose text is kept. Measured 4 bytes for each byte of long numbers, 26 for each short one. */
    public static final HeapUse TENSORS = new HeapUse(3, 32, Long.MAX_VALUE);

    /** Tensors as bytes after the JSON. Measured 7.5 bytes for each byte, with an answer in the same form. */
    public static final HeapUse BINARY_TENSORS = new HeapUse(8, 32, Long.MAX_VALUE);

    /** The fields of a form. */
    public static final HeapUse FORM = new HeapUse(8, 0, Long.MAX_VALUE);

    /** Rows that are read and answered in parts. */
    static final HeapUse PARTS = new HeapUse(8, 0, 4 << 20);

    static final HeapUse NONE = new HeapUse(0, 0, 0);

    /** A reference and a short string. */
    private static final int PER_TEXT = 64;

    /** A placeholder in a column, which may have grown just now. */
    private static final int PER_ABSENT = 3 * Double.BYTES;

    /** A number in the form in which the response is written from it. */
    private static final int PER_NUMBER = Double.BYTES;

    /** Returns the heap for values that rows leave out. */
    static long ofAbsent(long values) {
        return values * PER_ABSENT;
    }

    /** Returns the heap for the outputs of a model. */
    static long ofOutputs(long numbers, long texts) {
        return numbers * PER_NUMBER + texts * PER_TEXT;
    }

    /** Returns the heap for a part of a body. */
    long of(long bytes, long values) {
        return Math.min(max, bytes * perByte + values * perValue);
    }
}
