package dev.onward.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/**
 * A reader that can go back to the start of a line. It buffers all text until the caller discards lines. Line numbers
 * start at 1 and start again at each rewind.
 */
final class RewindReader extends Reader {

    private static final int CHUNK = 16 * 1024;

    private final Reader source;
    private final StringBuilder buffer = new StringBuilder();
    private int position;
    private long firstBufferedLine = 1;

    RewindReader(Reader source) {
        this.source = source;
    }

    /** Returns the first line without its end, cut to about the limit, without consuming it. */
    String firstLine(int limit) throws IOException {
        int end = endOfLine(buffer, 0);
        while (end < 0 && buffer.length() < limit && fetch()) {
            end = endOfLine(buffer, 0);
        }
        return buffer.substring(0, end < 0 ? buffer.length() : end);
    }

    /** Allows the lines before this one to be dropped from the buffer. */
    void discardBefore(long line) {
        if (position > 8 * CHUNK) {
            position -= dropBefore(line);
            firstBufferedLine = line;
        }
    }

    /** Goes back to the start of this line, which becomes line 1. */
    void rewindToLine(long line) {
        dropBefore(line);
        position = 0;
        firstBufferedLine = 1;
    }

    /** Returns the number of characters in the buffer. */
    int buffered() {
        return buffer.length();
    }

    /** Reads the text to its end and keeps nothing of it. */
    void skipAll() {
        do {
            buffer.setLength(0);
        } while (fetchMore());
        position = 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (position == buffer.length() && !fetch()) {
            return -1;
        }
        int count = Math.min(length, buffer.length() - position);
        buffer.getChars(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public void close() {
        // The caller closes the source.
    }

    private boolean fetch() throws IOException {
        char[] chunk = new char[CHUNK];
        int count = source.read(chunk, 0, chunk.length);
        if (count < 0) {
            return false;
        }
        buffer.append(chunk, 0, count);
        return true;
    }

    /**
     * Drops the lines before this one. Nothing of a line whose end has not been read yet is kept, since it may be as
     * long as the file.
     *
     * @return the number of characters dropped that were in the buffer; 0 if more had to be read
     */
    private int dropBefore(long line) {
        int start = 0;
        boolean hasFetched = false;
        for (long at = firstBufferedLine; at < line; at++) {
            int end = endOfLine(buffer, start);
            while (end < 0) {
                buffer.setLength(0);
                hasFetched = true;
                if (!fetchMore()) {
                    return 0;
                }
                end = endOfLine(buffer, 0);
            }
            start = end + (isPair(end) ? 2 : 1);
        }
        buffer.delete(0, start);
        return hasFetched ? 0 : start;
    }

    /** Returns whether the line ends with CR LF here. The LF may not have been read yet. */
    private boolean isPair(int end) {
        return buffer.charAt(end) == '\r'
                && (end + 1 < buffer.length() || fetchMore())
                && buffer.charAt(end + 1) == '\n';
    }

    private boolean fetchMore() {
        try {
            return fetch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int endOfLine(StringBuilder text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                return i;
            }
        }
        return -1;
    }
}
