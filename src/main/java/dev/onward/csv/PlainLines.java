package dev.onward.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the lines at the start of a CSV file for which no parser is needed: valid UTF-8 without quotes that ends with LF
 * or CR LF. Stops at the first other line. {@link #rest} returns the bytes from there on.
 *
 * <p>Not thread-safe.
 */
final class PlainLines {

    /** In bytes. A longer line is not plain. */
    private static final int BLOCK = 1 << 16;

    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;

    /** Never changed where lines have been read, because their cells refer to it. */
    private byte[] block = new byte[BLOCK + CellEnds.PADDING];

    private int position;
    private int end;
    private boolean isAtEnd;

    /** No character of a line, until {@link #separateBy}. */
    private char separator = '\n';

    /** Of the lines from the position on. */
    private final CellEnds ends = new CellEnds();

    private int from;
    private int to;
    private int size;
    private boolean isAscii;
    private boolean isMarked;
    private int first;

    /** @param in not closed */
    PlainLines(InputStream in) {
        this.in = in;
        ends.restart(position, separator);
    }

    /** Sets the character between two cells. */
    void separateBy(char character) {
        separator = character;
        ends.restart(position, separator);
    }

    /** Reads a line. Returns false, and reads nothing, at the end of the file and if the line is not plain. */
    boolean next() {
        while (!ends.findLine(block)) {
            if (!ends.search(block, end) && (ends.isStopped() || end - position == BLOCK || !fetch())) {
                return nextByBytes();
            }
        }
        if (ends.cells() > CsvRows.MAX_COLUMNS) {
            return false;
        }
        int lineFeed = ends.lineFeed();
        from = position;
        to = lineFeed > position && block[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        size = ends.cells();
        isAscii = true;
        isMarked = true;
        position = lineFeed + 1;
        first = ends.first();
        ends.takeLine();
        return true;
    }

    /** Reads a line that has characters beyond ASCII, or is the last one, or is beside such a line. */
    private boolean nextByBytes() {
        int i = position;
        // Behind the position.
        int carriageReturn = -1;
        int allBits = 0;
        int count = 0;
        while (true) {
            for (; i < end; i++) {
                byte b = block[i];
                allBits |= b;
                count += b == separator ? 1 : 0;
                if (b <= '"') {
                    if (b == '\n') {
                        boolean isPair = carriageReturn >= 0;
                        return (!isPair || position + carriageReturn == i - 1)
                                && take(isPair ? i - 1 : i, i + 1, count, allBits);
                    }
                    if (b == '"' || (b == '\r' && carriageReturn >= 0)) {
                        return false;
                    }
                    carriageReturn = b == '\r' ? i - position : carriageReturn;
                }
            }
            int length = i - position;
            if (length == BLOCK) {
                return false;
            }
            if (!fetch()) {
                return length > 0 && carriageReturn < 0 && take(i, i, count, allBits);
            }
            i = position + length;
        }
    }

    /** Takes a line up to {@code lineEnd}, unless it is not plain after all. */
    private boolean take(int lineEnd, int next, int count, int allBits) {
        from = position;
        to = lineEnd;
        size = count + 1;
        isMarked = false;
        isAscii = allBits >= 0;
        if (count >= CsvRows.MAX_COLUMNS || (!isAscii && text().indexOf(REPLACEMENT) >= 0)) {
            return false;
        }
        position = next;
        ends.restart(position, separator);
        return true;
    }

    /** The bytes of the line, without its end. */
    byte[] bytes() {
        return Arrays.copyOfRange(block, from, to);
    }

    /** Checks whether the line has only white space and no separator. */
    boolean isBlank() {
        return size == 1 && text().isBlank();
    }

    /** The cells of the line, which stay valid. */
    List<String> cells() {
        if (isAscii) {
            return isMarked
                    ? new PlainCells(block, from, to, ends.positions(), first, size)
                    : new PlainCells(block, from, to, cellEnds(), 0, size);
        }
        String text = text();
        List<String> cells = new ArrayList<>(size);
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            cells.add(text.substring(start, at));
            start = at + 1;
        }
        cells.add(text.substring(start));
        return cells;
    }

    private int[] cellEnds() {
        int[] found = new int[size];
        int cell = 0;
        for (int i = from; i < to; i++) {
            if (block[i] == separator) {
                found[cell++] = i;
            }
        }
        return found;
    }

    private String text() {
        return new String(block, from, to - from, StandardCharsets.UTF_8);
    }

    /** Checks whether all of the file has been read as lines, after {@link #next} returned false. */
    boolean hasReadAll() {
        return isAtEnd && position == end;
    }

    /** The bytes that have not been read as lines. */
    InputStream rest() {
        if (isAtEnd) {
            return new ByteArrayInputStream(block, position, end - position);
        }
        try {
            PushbackInputStream rest = new PushbackInputStream(in, BLOCK);
            rest.unread(block, position, end - position);
            return rest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads more of the line, which may move to another block; returns false at the end of the file. */
    private boolean fetch() {
        // A terminal can be read again after its end.
        if (isAtEnd) {
            return false;
        }
        if (end == BLOCK) {
            byte[] next = new byte[BLOCK + CellEnds.PADDING];
            System.arraycopy(block, position, next, 0, end - position);
            block = next;
            end -= position;
            position = 0;
            ends.restart(position, separator);
        }
        try {
            int count = in.read(block, end, BLOCK - end);
            isAtEnd = count < 0;
            end += Math.max(count, 0);
            return !isAtEnd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
