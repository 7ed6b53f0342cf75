package dev.onward.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** The UTF-8 byte order mark (EF BB BF) that some programs write before a text and that is not part of it. */
public final class ByteOrderMark {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private ByteOrderMark() {}

    /**
     * Returns the stream after its byte order mark, or all of it if it has none. Reads up to three bytes.
     *
     * @param text closed by closing the returned stream
     */
    public static InputStream skip(InputStream text) throws IOException {
        PushbackInputStream rest = new PushbackInputStream(text, MARK.length);
        byte[] start = rest.readNBytes(MARK.length);
        if (!Arrays.equals(start, MARK)) {
            rest.unread(start);
        }
        return rest;
    }

    /** Returns the text without its byte order mark; the same array if it has none. */
    public static byte[] strip(byte[] text) {
        boolean isMarked = text.length >= MARK.length && Arrays.equals(text, 0, MARK.length, MARK, 0, MARK.length);
        return isMarked ? Arrays.copyOfRange(text, MARK.length, text.length) : text;
    }
}
