package dev.onward.csv;

import dev.onward.table.TableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The cells of a line of ASCII characters without quotes, as a slice of the file. Cells become strings only where they
 * are asked for.
 *
 * <p>Not thread-safe.
 */
final class PlainCells extends AbstractList<String> implements RandomAccess {

    private final byte[] block;
    private final int from;
    private final int to;
    private final int[] ends;
    private final int first;
    private final int size;

    /**
     * @param block never changed between the two positions
     * @param ends the positions behind the cells, except the last one; never changed
     * @param first the index of the first of them
     */
    PlainCells(byte[] block, int from, int to, int[] ends, int first, int size) {
        this.block = block;
        this.from = from;
        this.to = to;
        this.ends = ends;
        this.first = first;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        int start = index == 0 ? from : end(index - 1) + 1;
        return new String(block, start, end(index) - start, StandardCharsets.US_ASCII);
    }

    private int end(int cell) {
        return cell == size - 1 ? to : ends[first + cell];
    }

    /** The number of characters of all cells. */
    int characters() {
        return to - from - (size - 1);
    }

    /**
     * Adds cells to the row that has been started in the builder.
     *
     * @param positions for each cell, the position of its feature, or -1
     */
    void addTo(TableBuilder builder, int[] positions) {
        int start = from;
        for (int i = 0; i < positions.length; i++) {
            int end = end(i);
            if (positions[i] >= 0) {
                builder.text(positions[i], block, start, end);
            }
            start = end + 1;
        }
    }

    /** Writes all cells at the start of a line. */
    void write(CsvOutput out) {
        out.firstCells(block, from, to);
    }
}
