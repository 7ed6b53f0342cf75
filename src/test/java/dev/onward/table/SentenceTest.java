package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void hasItsArgumentsInPlaceOfThePlaceholders() {
        assertThat(Sentence.of("{0} is {1} above the range", "12", "{0}").text())
                .isEqualTo("12 is {0} above the range");
    }

    @Test
    void leavesTheBracesOfASentenceWithoutArguments() {
        assertThat(Sentence.of("expected a number, got {0}").text()).isEqualTo("expected a number, got {0}");
    }
}
