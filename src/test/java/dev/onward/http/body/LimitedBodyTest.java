package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {

    @Test
    void countsSeparatorsAmongAllBytesFromAnyPosition() {
        byte[] bytes = new byte[1 << 14];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += 3) {
            // Neighbours of the separators, with and without the highest bit, and the separators themselves.
            bytes[i] = (byte) (",;\t+-:<\b\n".charAt(i / 3 % 9) | (i % 2 << 7));
        }

        for (int offset = 0; offset < 20; offset++) {
            for (int length = 0; length < 40; length++) {
                assertThat(LimitedBody.separators(bytes, offset, length)).isEqualTo(count(bytes, offset, length));
            }
        }
        assertThat(LimitedBody.separators(bytes, 1, bytes.length - 1)).isEqualTo(count(bytes, 1, bytes.length - 1));
        assertThat(LimitedBody.separators(bytes, 0, -1)).isZero();
    }

    private static int count(byte[] bytes, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += bytes[i] == ',' || bytes[i] == ';' || bytes[i] == '\t' ? 1 : 0;
        }
        return count;
    }
}
