package dev.onward.csv;

import dev.onward.json.FloatDigits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes a CSV file (RFC 4180) cell by cell, in UTF-8. Quotes cells with a separator, a quote or a line end, and those
 * at the start of a line that begin with {@code #}, which some programs take for a comment.
 *
 * <p>Not thread-safe. All methods throw {@link UncheckedIOException} if the stream fails.
 */
final class CsvOutput {

    private static final int SIZE = 1 << 14;

    private static final char COMMENT = '#';
    private static final byte[] QUOTE = {'"'};
    private static final byte[] EMPTY = {};

    private final OutputStream out;
    private final char separator;
    private final boolean decimalComma;
    private final byte[] buffer = new byte[SIZE];
    private int length;
    private boolean isLineStarted;

    /**
     * @param out not closed
     * @param decimalComma whether numbers have a decimal comma; never where commas separate the cells
     */
    CsvOutput(OutputStream out, char separator, boolean decimalComma) {
        this.out = out;
        this.separator = separator;
        this.decimalComma = decimalComma;
    }

    /** Writes a cell. */
    void cell(String text) {
        byte[] encoded = text.isEmpty() ? EMPTY : encoded(text, !isLineStarted);
        beginCell();
        write(encoded, 0, encoded.length);
    }

    /** The bytes of a cell that is not the first of its line, for {@link #cell(byte[])}. */
    byte[] encoded(String text) {
        return encoded(text, false);
    }

    private byte[] encoded(String text, boolean isFirst) {
        String written = isQuoted(text, isFirst) ? '"' + text.replace("\"", "\"\"") + '"' : text;
        return written.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a cell that is not the first of its line. */
    void cell(byte[] encoded) {
        beginCell();
        write(encoded, 0, encoded.length);
    }

    /** Writes a cell with a float; an empty one if it is NaN or infinite. */
    void number(float value) {
        beginCell();
        ensure(FloatDigits.MAX_BYTES);
        if (Float.isFinite(value)) {
            endNumber(FloatDigits.write(value, buffer, length));
        }
    }

    /** Writes a cell with a double; an empty one if it is NaN or infinite. */
    void number(double value) {
        beginCell();
        ensure(NumberOutput.MAX_DOUBLE_BYTES);
        if (Double.isFinite(value)) {
            endNumber(NumberOutput.outputDouble(value, buffer, length));
        }
    }

    private void endNumber(int end) {
        for (int i = length; decimalComma && i < end; i++) {
            if (buffer[i] == '.') {
                buffer[i] = ',';
            }
        }
        length = end;
    }

    /**
     * Writes the first cells of a line.
     *
     * @param text cells with the separator between them, none of which contains a quote or a line end
     */
    void firstCells(byte[] text, int from, int to) {
        isLineStarted = true;
        int end = from;
        if (from < to && text[from] == COMMENT) {
            while (end < to && text[end] != separator) {
                end++;
            }
            write(QUOTE, 0, 1);
            write(text, from, end - from);
            write(QUOTE, 0, 1);
        }
        write(text, end, to - end);
    }

    void endLine() {
        ensure(2);
        buffer[length++] = '\r';
        buffer[length++] = '\n';
        isLineStarted = false;
    }

    /** Writes everything to the stream, and flushes it. */
    void flush() {
        try {
            writeBuffer();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beginCell() {
        if (isLineStarted) {
            ensure(1);
            buffer[length++] = (byte) separator;
        }
        isLineStarted = true;
    }

    private boolean isQuoted(String text, boolean isFirst) {
        if (isFirst && !text.isEmpty() && text.charAt(0) == COMMENT) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == separator || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    private void write(byte[] bytes, int from, int count) {
        if (count > SIZE) {
            try {
                writeBuffer();
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        ensure(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /** Makes room in the buffer. */
    private void ensure(int count) {
        if (SIZE - length < count) {
            try {
                writeBuffer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void writeBuffer() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
