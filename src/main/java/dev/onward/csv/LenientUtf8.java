package dev.onward.csv;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes UTF-8 with marks in place of invalid bytes, so that only the rows that contain them are refused. */
final class LenientUtf8 {

    /**
     * Stands for invalid bytes: half of a surrogate pair, which valid UTF-8 is never decoded to. The usual replacement
     * character may be part of the text.
     */
    private static final char MARK = '\uDC00';

    private LenientUtf8() {}

    /** Decodes UTF-8, and invalid bytes to marks. */
    static Reader reader(InputStream bytes) {
        return new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(MARK)));
    }

    /** Returns whether the bytes of all cells were valid. */
    static boolean isValid(List<String> cells) {
        for (String cell : cells) {
            if (indexOfMark(cell, 0) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The text with the usual replacement character, U+FFFD, in place of marks. */
    static String withReplacementCharacters(String cell) {
        StringBuilder text = new StringBuilder(cell);
        for (int i = indexOfMark(cell, 0); i >= 0; i = indexOfMark(cell, i + 1)) {
            text.setCharAt(i, '\uFFFD');
        }
        return text.toString();
    }

    private static int indexOfMark(String cell, int from) {
        int i = cell.indexOf(MARK, from);
        // Behind a high surrogate it is the second half of a character.
        while (i > 0 && Character.isHighSurrogate(cell.charAt(i - 1))) {
            i = cell.indexOf(MARK, i + 1);
        }
        return i;
    }
}
