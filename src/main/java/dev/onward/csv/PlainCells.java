package dev.onward.csv;

import dev.onward.table.TableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

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
    private final char separator;
    private final int size;

    /** The position behind each cell; computed for the first cell that is asked for. */
    private int @Nullable [] ends;

    /** @param block never changed between the two positions */
    PlainCells(byte[] block, int from, int to, char separator, int size) {
        this.block = block;
        this.from = from;
        this.to = to;
        this.separator = separator;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        int[] all = ends();
        int start = index == 0 ? from : all[index - 1] + 1;
        return new String(block, start, all[index] - start, StandardCharsets.US_ASCII);
    }

    private int[] ends() {
        if (ends == null) {
            int[] found = new int[size];
            int start = from;
            for (int i = 0; i < size; i++) {
                found[i] = endOfCell(start);
                start = found[i] + 1;
            }
            ends = found;
        }
        return ends;
    }

    private int endOfCell(int start) {
        int end = start;
        while (end < to && block[end] != separator) {
            end++;
        }
        return end;
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
        for (int position : positions) {
            int end = endOfCell(start);
            if (position >= 0) {
                builder.text(position, block, start, end);
            }
            start = end + 1;
        }
    }

    /** Writes all cells at the start of a line. */
    void write(CsvOutput out) {
        out.firstCells(block, from, to);
    }
}
