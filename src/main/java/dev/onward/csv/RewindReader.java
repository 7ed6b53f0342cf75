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
            int start = startOf(line);
            buffer.delete(0, start);
            position -= start;
            firstBufferedLine = line;
        }
    }

    /** Goes back to the start of this line, which becomes line 1. */
    void rewindToLine(long line) {
        buffer.delete(0, startOf(line));
        position = 0;
        firstBufferedLine = 1;
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

    /** Returns the position in the buffer at which the line starts, or the buffer's end if the text ends before it. */
    private int startOf(long line) {
        int start = 0;
        for (long at = firstBufferedLine; at < line; at++) {
            int end = endOfLine(buffer, start);
            while (end < 0) {
                // Searches the new text only, because a line may be as long as the file.
                int searched = buffer.length();
                if (!fetchMore()) {
                    return buffer.length();
                }
                end = endOfLine(buffer, searched);
            }
            start = end + (isPair(end) ? 2 : 1);
        }
        return start;
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
