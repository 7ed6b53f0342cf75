package dev.onward.csv;

import dev.onward.table.Words;
import java.util.Arrays;

/**
 * The positions of separators and line feeds in a block of a CSV file, found eight bytes at a time. Stops at the first
 * byte that a line of this kind must not have: a quote, a carriage return without a line feed, or one that is not ASCII.
 *
 * <p>Not thread-safe.
 */
final class CellEnds {

    /** The bytes behind the end of a block that may be read, though not used. */
    static final int PADDING = Long.BYTES;

    /** The bytes that are searched at once. */
    private static final int STEP = 1 << 12;

    private static final int CAPACITY = 1 << 12;

    private static final long LINE_FEEDS = Words.of('\n');
    private static final long CARRIAGE_RETURNS = Words.of('\r');
    private static final long QUOTES = Words.of('"');

    private long separators;

    /** Never changed where positions have been added, because the cells of lines refer to them. */
    private int[] positions = new int[CAPACITY];

    private int count;
    private int first;
    private int next;
    private int searched;
    private boolean isStopped;

    /** Searches from this position on, for this separator. */
    void restart(int position, char separator) {
        separators = Words.of(separator);
        first = count;
        next = count;
        searched = position;
        isStopped = false;
    }

    /** Finds the end of the next line among the positions so far. */
    boolean findLine(byte[] block) {
        while (next < count) {
            if (block[positions[next++]] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The position of the line feed that was found. */
    int lineFeed() {
        return positions[next - 1];
    }

    /** The number of cells of the line that was found. */
    int cells() {
        return next - first;
    }

    /** The positions behind the cells, of which those of the line that was found begin at {@link #first}. */
    int[] positions() {
        return positions;
    }

    int first() {
        return first;
    }

    /** Leaves the line that was found. */
    void takeLine() {
        first = next;
    }

    /** Checks whether the search has ended at a byte that it cannot pass. */
    boolean isStopped() {
        return isStopped;
    }

    /**
     * Searches some more bytes.
     *
     * @param block with {@link #PADDING} more bytes than it may have
     * @param end of the bytes that have been read
     * @return false if the search cannot continue before more bytes have been read, or at all
     */
    boolean search(byte[] block, int end) {
        int from = searched;
        int to = Math.min(end, from + STEP);
        while (searched < to && !isStopped) {
            int valid = Math.min(Long.BYTES, end - searched);
            long word = Words.read(block, searched);
            long within = -1L >>> (Long.SIZE - Byte.SIZE * valid);
            long found = (Words.matches(word, LINE_FEEDS) | Words.matches(word, separators)) & within;
            long unusual =
                    (Words.matches(word, QUOTES) | Words.matches(word, CARRIAGE_RETURNS) | (word & Words.HIGH_BITS))
                            & within;
            if (unusual != 0) {
                valid = usable(block, end, unusual, valid);
                if (valid == 0) {
                    break;
                }
                found &= -1L >>> (Long.SIZE - Byte.SIZE * valid);
            }
            add(found);
            searched += valid;
        }
        return searched > from;
    }

    /** The bytes of a word up to the first one that cannot be passed, or is to be checked with the byte behind it. */
    private int usable(byte[] block, int end, long unusual, int valid) {
        for (long rest = unusual; rest != 0; rest &= rest - 1) {
            int before = Long.numberOfTrailingZeros(rest) / Byte.SIZE;
            int behind = searched + before + 1;
            boolean isReturn = block[behind - 1] == '\r';
            if (!isReturn || behind == end || block[behind] != '\n') {
                isStopped = !isReturn || behind < end;
                return before;
            }
        }
        return valid;
    }

    /** Adds the positions of the bytes of a word. Most words have at most two of them. */
    private void add(long found) {
        if (positions.length - count < Long.BYTES) {
            makeRoom();
        }
        int at = searched;
        long rest = found & (found - 1);
        positions[count] = at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
        positions[count + 1] = at + Long.numberOfTrailingZeros(rest) / Byte.SIZE;
        int more = count + 2;
        for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
            positions[more++] = at + Long.numberOfTrailingZeros(rest) / Byte.SIZE;
        }
        count += Long.bitCount(found);
    }

    /** Moves the positions of the line that is being read to a new array. */
    private void makeRoom() {
        int kept = count - first;
        positions = Arrays.copyOfRange(positions, first, first + Math.max(CAPACITY, 2 * kept));
        next -= first;
        count = kept;
        first = 0;
    }
}
