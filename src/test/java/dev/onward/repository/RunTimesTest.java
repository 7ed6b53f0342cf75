package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimesTest {

    private static final long QUICK = 240_000;
    private static final long SLOW = 260_000;

    private final RunTimes times = new RunTimes();

    @Test
    void areNotQuickBeforeSeveralQuickRuns() {
        add(3);
        assertThat(times.areQuick()).isFalse();

        add(1);

        assertThat(times.areQuick()).isTrue();
    }

    @Test
    void areNoLongerQuickAfterOneSlowRun() {
        add(1_000);

        times.add(SLOW);

        assertThat(times.areQuick()).isFalse();
        add(3);
        assertThat(times.areQuick()).isFalse();
        add(1);
        assertThat(times.areQuick()).isTrue();
    }

    private void add(int runs) {
        for (int i = 0; i < runs; i++) {
            times.add(QUICK);
        }
    }
}
