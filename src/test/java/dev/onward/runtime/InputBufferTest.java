package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputBufferTest {

    @Test
    void hasAlignedSlicesThatDoNotOverlap() {
        try (InputBuffer buffer = InputBuffer.take(InputBuffer.aligned(3) + InputBuffer.aligned(8))) {
            ByteBuffer first = buffer.slice(3);
            ByteBuffer second = buffer.slice(8);
            first.put(new byte[] {1, 2, 3});
            second.putLong(0, -1);

            assertThat(first.capacity()).isEqualTo(3);
            assertThat(second.capacity()).isEqualTo(8);
            assertThat(first.isDirect()).isTrue();
            assertThat(second.alignmentOffset(0, 8)).isZero();
            assertThat(first.get(2)).isEqualTo((byte) 3);
        }
        assertThat(InputBuffer.aligned(0)).isZero();
        assertThat(InputBuffer.aligned(9)).isEqualTo(16);
    }

    /** Other tests run at the same time, and take buffers too. */
    @Test
    void takesBuffersThatWereReturned() {
        Set<Integer> first = new HashSet<>();
        IdentityHashMap<Object, Boolean> all = new IdentityHashMap<>();

        for (int i = 0; i < 1_000; i++) {
            try (InputBuffer buffer = InputBuffer.take(64)) {
                all.put(buffer.whole(), true);
                first.add(buffer.slice(64).capacity());
            }
        }

        assertThat(all).hasSizeLessThan(100);
        assertThat(first).containsExactly(64);
    }

    @Test
    void doesNotKeepLargeBuffers() {
        InputBuffer large = InputBuffer.take((1 << 20) + 1);
        ByteBuffer whole = large.whole();
        large.close();

        try (InputBuffer next = InputBuffer.take((1 << 20) + 1)) {
            assertThat(next.whole()).isNotSameAs(whole);
        }
    }
}
