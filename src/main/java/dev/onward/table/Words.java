package dev.onward.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time, as a number whose lowest byte is the first one. */
public final class Words {

    public static final long HIGH_BITS = 0x8080808080808080L;
    public static final long LOW_BITS = ~HIGH_BITS;

    private static final long ONES = 0x0101010101010101L;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Reads the eight bytes from a position on. */
    public static long read(byte[] bytes, int position) {
        return (long) WORDS.get(bytes, position);
    }

    /** Writes eight bytes from a position on. */
    public static void write(byte[] bytes, int position, long word) {
        WORDS.set(bytes, position, word);
    }

    /** A word of which each byte is this one. */
    public static long of(int value) {
        return value * ONES;
    }

    /**
     * Returns the highest bit of each byte that is the searched one.
     *
     * @param word of ASCII characters; the bytes after another one may be wrong in the result
     * @param searched a word of equal ASCII characters
     */
    public static long matches(long word, long searched) {
        return ~((word ^ searched) + LOW_BITS) & HIGH_BITS;
    }
}
