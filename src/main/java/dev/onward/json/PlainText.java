package dev.onward.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text of which the simplest tokens can be read without a parser.
 *
 * <p>Not thread-safe.
 */
final class PlainText {

    /** The most bytes of a number or a string. The parser has higher limits, with messages. */
    private static final int MAX_LENGTH = 900;

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] text;
    private int position;

    /** @param text in UTF-8; not copied */
    PlainText(byte[] text) {
        this.text = text;
    }

    /** The whole text. */
    byte[] bytes() {
        return text;
    }

    int position() {
        return position;
    }

    void moveTo(int to) {
        position = to;
    }

    /** Moves to the next byte that is not white space, and returns it, or -1 at the end. */
    int next() {
        for (; position < text.length; position++) {
            byte b = text[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xFF;
            }
        }
        return -1;
    }

    /** Moves past an ASCII character if it is next. */
    boolean take(char expected) {
        boolean isNext = next() == expected;
        if (isNext) {
            position++;
        }
        return isNext;
    }

    /** Moves past a part if it is at the position. */
    boolean take(byte[] part) {
        int to = position + part.length;
        boolean isFound = to <= text.length && Arrays.equals(text, position, to, part, 0, part.length);
        if (isFound) {
            position = to;
        }
        return isFound;
    }

    /** Moves past the string at the position, and returns it, or null if it has escapes, is not valid or is long. */
    @Nullable
    String string() {
        int end = Math.min(text.length, position + MAX_LENGTH);
        for (int i = position + 1; i < end; i++) {
            byte b = text[i];
            if (b == '"') {
                String string = new String(text, position + 1, i - position - 1, StandardCharsets.UTF_8);
                position = i + 1;
                return string.indexOf(REPLACEMENT) < 0 ? string : null;
            }
            if (b == '\\' || (b >= 0 && b < ' ')) {
                return null;
            }
        }
        return null;
    }

    /** The end of the number at the position, or -1 if this is not a number, or a long one. */
    int numberEnd() {
        int end = position < text.length ? NumberEnd.find(text, position) : -1;
        return end - position <= MAX_LENGTH ? end : -1;
    }

    /** The end of the number at the position if {@link NumberEnd#findShort} finds it; otherwise -1. */
    int shortNumberEnd() {
        return NumberEnd.findShort(text, position);
    }
}
