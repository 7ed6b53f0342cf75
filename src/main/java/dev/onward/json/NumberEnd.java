package dev.onward.json;

import dev.onward.table.Words;

/** The end of a number in a JSON text (RFC 8259, section 6). */
final class NumberEnd {

    private static final long COMMAS = Words.of(',');
    private static final long BRACES = Words.of('}');

    private NumberEnd() {}

    /**
     * Returns the end of the number that starts at a position, or -1 if no number does.
     *
     * @param from less than the length of the text
     */
    static int find(byte[] text, int from) {
        int start = text[from] == '-' ? from + 1 : from;
        int i = digitsEnd(text, start);
        boolean isNumber = i == start + 1 || (i > start && text[start] != '0');
        if (i < text.length && text[i] == '.') {
            start = i + 1;
            i = digitsEnd(text, start);
            isNumber &= i > start;
        }
        if (i < text.length && (text[i] | 0x20) == 'e') {
            boolean isSigned = i + 1 < text.length && (text[i + 1] == '+' || text[i + 1] == '-');
            start = isSigned ? i + 2 : i + 1;
            i = digitsEnd(text, start);
            isNumber &= i > start;
        }
        return isNumber ? i : -1;
    }

    private static int digitsEnd(byte[] text, int from) {
        int i = from;
        while (i < text.length && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    /**
     * Returns the position of a comma or a brace after up to eight bytes, without a branch for each of them, if what
     * precedes it starts and ends as a number does; otherwise -1. It is a number if the caller finds nothing else in it
     * than digits, a sign at its start and at most one point.
     */
    static int findShort(byte[] text, int from) {
        if (text.length - from <= Long.BYTES) {
            return -1;
        }
        long word = Words.read(text, from + 1);
        long ends = Words.matches(word, COMMAS) | Words.matches(word, BRACES);
        int to = from + 1 + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
        int start = text[from] == '-' ? from + 1 : from;
        boolean isStart = text[start] == '0'
                ? start + 1 == to || text[start + 1] == '.'
                : text[start] >= '1' && text[start] <= '9';
        return ends != 0 && isStart && text[to - 1] != '.' ? to : -1;
    }
}
