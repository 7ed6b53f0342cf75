package dev.onward.launch.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private static final long SECOND = 1_000_000_000;

    private final Allowance allowance = new Allowance(Duration.ofSeconds(10));

    @Test
    void shrinksWhileTheServerWaits() {
        allowance.waited(4 * SECOND);

        assertThat(allowance.remaining()).isEqualTo(6 * SECOND);

        allowance.waited(7 * SECOND);
        assertThat(allowance.remaining()).isZero();
    }

    @Test
    void growsByTheTimeThatBytesTakeAtTheMinimumRate() {
        allowance.waited(9 * SECOND);

        allowance.transferred(2_000, 1_000);

        assertThat(allowance.remaining()).isEqualTo(3 * SECOND);
    }

    @Test
    void neverExceedsTheLongestPause() {
        allowance.transferred(Integer.MAX_VALUE, 1);

        assertThat(allowance.remaining()).isEqualTo(10 * SECOND);
    }
}
