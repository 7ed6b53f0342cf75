package dev.onward.json;

import dev.onward.table.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A JSON text of which the simplest tokens can be read without a parser. What was read is kept, so that a parser can
 * begin again.
 *
 * <p>Not thread-safe.
 */
final class PlainText {

    /** The length of a text that is read from a stream, in bytes. */
    static final int MAX_BYTES = 1 << 18;

    /** The bytes that a parser reads at once. If more were read, a failure of the stream could precede another fault. */
    private static final int STEP = 8000;

    /** The bytes of a number or a string. The parser has higher limits, with messages. */
    private static final int MAX_LENGTH = 900;

    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private final boolean isInMemory;

    /** What was read before the block. */
    private final List<InputStream> earlier = new ArrayList<>(0);

    private int count;
    private byte[] block;
    private int position;
    private int end;
    private boolean isAtEnd;

    /** @param json not closed */
    PlainText(InputStream json) {
        in = json;
        isInMemory = json instanceof ByteArrayInputStream;
        isAtEnd = isInMemory;
        block = isInMemory ? ((ByteArrayInputStream) json).readAllBytes() : new byte[STEP];
        end = isInMemory ? block.length : 0;
    }

    /** Returns a parser of the whole text. Nothing may be read afterwards. */
    JsonParser parser() throws IOException {
        if (isInMemory) {
            byte[] text = ByteOrderMark.strip(block);
            return JsonParsers.of(text, 0, text.length);
        }
        earlier.add(new ByteArrayInputStream(block, 0, end));
        if (!isAtEnd) {
            earlier.add(new FilterInputStream(in) {
                @Override
                public void close() {}
            });
        }
        return JsonParsers.of(new SequenceInputStream(Collections.enumeration(earlier)));
    }

    /** The block that contains the position. */
    byte[] block() {
        return block;
    }

    int position() {
        return position;
    }

    /** Moves within the block. */
    void moveTo(int to) {
        position = to;
    }

    /** Moves to the next byte that is not white space, and returns it; -1 if there is none, or too much was read. */
    int next() throws IOException {
        do {
            for (; position < end; position++) {
                byte b = block[position];
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xFF;
                }
            }
        } while (fetch());
        return -1;
    }

    /** Checks for the end of the text after white space. */
    boolean isRead() throws IOException {
        return next() < 0 && isAtEnd;
    }

    /** Moves behind an ASCII character if it is next. */
    boolean take(char expected) throws IOException {
        boolean isNext = next() == expected;
        if (isNext) {
            position++;
        }
        return isNext;
    }

    /** Moves behind a text if it is at the position. */
    boolean take(byte[] text) throws IOException {
        while (end - position < text.length) {
            if (!fetch()) {
                return false;
            }
        }
        return takeFromBlock(text);
    }

    /** Moves behind a text if all of it is at the position and in the block. */
    boolean takeFromBlock(byte[] text) {
        int to = position + text.length;
        boolean isFound = to <= end && Arrays.equals(block, position, to, text, 0, text.length);
        if (isFound) {
            position = to;
        }
        return isFound;
    }

    /** Moves behind the string at the position; null if it has escapes, is not valid or is long. */
    @Nullable
    String string() throws IOException {
        int length = 1;
        for (; position + length < end || fetch(); length++) {
            byte b = block[position + length];
            if (b == '"') {
                String text = new String(block, position + 1, length - 1, StandardCharsets.UTF_8);
                position += length + 1;
                return text.indexOf(REPLACEMENT) < 0 ? text : null;
            }
            if (b == '\\' || (b >= 0 && b < ' ') || length > MAX_LENGTH) {
                return null;
            }
        }
        return null;
    }

    /**
     * The position behind the number at the position, which is then all in the block; -1 if there is none, or it is
     * long.
     */
    int numberEnd() throws IOException {
        int to = position < end ? NumberEnd.find(block, position, end) : -1;
        while (to == end) {
            if (end - position > MAX_LENGTH || !fetch()) {
                return -1;
            }
            to = NumberEnd.find(block, position, end);
        }
        return to - position <= MAX_LENGTH ? to : -1;
    }

    /** The position behind the number at the position if {@link NumberEnd#findShort} finds it; otherwise -1. */
    int shortNumberEnd() {
        return NumberEnd.findShort(block, position, end);
    }

    /** Reads more, into another block if this one is full. Returns false at the end, and when too much was read. */
    private boolean fetch() throws IOException {
        if (isAtEnd || count >= MAX_BYTES) {
            return false;
        }
        if (end == block.length) {
            byte[] next = new byte[end - position + STEP];
            System.arraycopy(block, position, next, 0, end - position);
            earlier.add(new ByteArrayInputStream(block, 0, position));
            block = next;
            end -= position;
            position = 0;
        }
        int read = in.read(block, end, block.length - end);
        isAtEnd = read < 0;
        end += Math.max(read, 0);
        count += Math.max(read, 0);
        return read > 0;
    }
}
