package dev.onward.json;

import dev.onward.table.Words;

/** The end of a number of JSON in a block of bytes (RFC 8259, section 6). */
final class NumberEnd {

    private static final long COMMAS = Words.of(',');
    private static final long BRACES = Words.of('}');

    private NumberEnd() {}

    /**
     * Returns the position behind the number, or {@code end} if more of it may follow there; -1 if it is not a number.
     *
     * @param from less than {@code end}
     */
    static int find(byte[] block, int from, int end) {
        int start = block[from] == '-' ? from + 1 : from;
        int i = digitsEnd(block, start, end);
        boolean isNumber = i == start + 1 || (i > start && block[start] != '0');
        if (i < end && block[i] == '.') {
            start = i + 1;
            i = digitsEnd(block, start, end);
            isNumber &= i > start;
        }
        if (i < end && (block[i] | 0x20) == 'e') {
            boolean isSigned = i + 1 < end && (block[i + 1] == '+' || block[i + 1] == '-');
            start = isSigned ? i + 2 : i + 1;
            i = digitsEnd(block, start, end);
            isNumber &= i > start;
        }
        return isNumber || i == end ? i : -1;
    }

    private static int digitsEnd(byte[] block, int from, int end) {
        int i = from;
        while (i < end && block[i] >= '0' && block[i] <= '9') {
            i++;
        }
        return i;
    }

    /**
     * Returns the position of a comma or a brace behind up to eight bytes, without a branch for each of them. If these
     * are digits with at most one point, and a sign before them, they are a number of JSON. Returns -1 if they are
     * none, or it does not find the end.
     */
    static int findShort(byte[] block, int from, int end) {
        if (end - from <= Long.BYTES) {
            return -1;
        }
        long word = Words.read(block, from + 1);
        long ends = Words.matches(word, COMMAS) | Words.matches(word, BRACES);
        int to = from + 1 + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
        int start = block[from] == '-' ? from + 1 : from;
        boolean isStart = block[start] == '0'
                ? start + 1 == to || block[start + 1] == '.'
                : block[start] >= '1' && block[start] <= '9';
        return ends != 0 && isStart && block[to - 1] != '.' ? to : -1;
    }
}
