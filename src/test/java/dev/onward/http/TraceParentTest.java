package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-00",
                "cc-" + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings"
            })
    void readsTheTraceAndTheCallersSpan(String header) {
        assertThat(TraceParent.of(header)).contains(new TraceParent(TRACE, SPAN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "cc-" + TRACE + "-" + SPAN + "-01.more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0g",
                "0x-" + TRACE + "-" + SPAN + "-01",
                "00_" + TRACE + "_" + SPAN + "_01",
                "00-4BF92f3577b34da6a3ce929d0e0e4736-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "\u00e9-" + SPAN + "-0"
            })
    void readsNothingFromWhatIsNotValid(String header) {
        assertThat(TraceParent.of(header)).isEmpty();
    }

    @Test
    void readsNothingFromNoHeader() {
        assertThat(TraceParent.of("")).isEmpty();
    }
}
