package dev.onward.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/**
 * Remembers the text it hands out, so that it can be read again from the beginning of a line. Who reads says which
 * lines are done with; without that it remembers everything. Lines are counted from 1 at the last rewind. A byte order
 * mark at the beginning is left out.
 */
final class RewindReader extends Reader {

    private static final int CHUNK = 16 * 1024;

    private final Reader source;
    private final StringBuilder kept = new StringBuilder();
    private int position;
    private long keptLine = 1;

    RewindReader(Reader source) {
        this.source = source;
    }

    /** The first line without its end, or as much of it as the limit allows; it is still there to be read. */
    String firstLine(int limit) throws IOException {
        int end = endOfLine(kept, 0);
        while (end < 0 && kept.length() < limit && fetch()) {
            end = endOfLine(kept, 0);
        }
        return kept.substring(0, end < 0 ? kept.length() : end);
    }

    /** Forgets the lines before this one, when there is enough to make it worth the while. */
    void discardBefore(long line) {
        if (position > 8 * CHUNK) {
            int start = startOf(line);
            kept.delete(0, start);
            position -= start;
            keptLine = line;
        }
    }

    /** Goes back to the beginning of this line, which counts as line 1 from now on. */
    void rewindToLine(long line) {
        kept.delete(0, startOf(line));
        position = 0;
        keptLine = 1;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (position == kept.length() && !fetch()) {
            return -1;
        }
        int count = Math.min(length, kept.length() - position);
        kept.getChars(position, position + count, buffer, offset);
        position += count;
        return count;
    }

    @Override
    public void close() {
        // The source belongs to whoever opened it.
    }

    private boolean fetch() throws IOException {
        char[] chunk = new char[CHUNK];
        int count = source.read(chunk, 0, chunk.length);
        if (count < 0) {
            return false;
        }
        kept.append(chunk, 0, count);
        return true;
    }

    /** The position at which the line begins; the end of what is kept if it has not been read that far. */
    private int startOf(long line) {
        int start = 0;
        for (long at = keptLine; at < line; at++) {
            int end = endOfLine(kept, start);
            while (end < 0) {
                // On from there, since a line may be as long as the file.
                int looked = kept.length();
                if (!fetchMore()) {
                    return kept.length();
                }
                end = endOfLine(kept, looked);
            }
            start = end + (isPair(end) ? 2 : 1);
        }
        return start;
    }

    /** Whether the line ends here with a carriage return and a line feed, of which the second may be still to come. */
    private boolean isPair(int end) {
        return kept.charAt(end) == '\r' && (end + 1 < kept.length() || fetchMore()) && kept.charAt(end + 1) == '\n';
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
