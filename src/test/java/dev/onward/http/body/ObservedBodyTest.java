package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedBodyTest {

    private static final int KIB = 1024;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                16 * KIB - 1,
                16 * KIB,
                16 * KIB + 1,
                128 * KIB - 1,
                128 * KIB,
                128 * KIB + 1,
                256 * KIB,
                300 * KIB
            })
    void readsAllOfABodyOfAnyLength(int length) throws IOException {
        byte[] bytes = random(length);

        for (int available : List.of(0, Integer.MAX_VALUE)) {
            assertThat(read(bytes, available, length)).isEqualTo(bytes);
            assertThat(read(bytes, available, -1)).isEqualTo(bytes);
            assertThat(read(bytes, available, length + 1L)).isEqualTo(bytes);
            assertThat(read(bytes, available, Long.MAX_VALUE)).isEqualTo(bytes);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(byte[] bytes, int available, long announced) throws IOException {
        return new ObservedBody(inPieces(bytes, available), announced, TransferListener.NONE).readAllBytes();
    }

    /**
     * A stream that returns at most 1,000 bytes at a time, as from a network.
     *
     * @param available the maximum that it says is available
     */
    private static InputStream inPieces(byte[] bytes, int available) {
        return new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1_000));
            }

            @Override
            public synchronized int available() {
                return Math.min(available, super.available());
            }
        };
    }
}
