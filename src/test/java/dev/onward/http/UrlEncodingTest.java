package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "banknote, banknote",
        "Ab9._-*, Ab9._-*",
        "a~b, a%7Eb",
        "two words, two%20words",
        "a+b, a%2Bb",
        "a/b, a%2Fb",
        "100%, 100%25",
        "größe, gr%C3%B6%C3%9Fe",
        "😀, %F0%9F%98%80"
    })
    void encodesSegmentsOfPaths(String text, String encoded) {
        assertThat(UrlEncoding.encode(text)).isEqualTo(encoded);
    }

    @Test
    void readsAPlusInAFieldAsABlank() {
        assertThat(UrlEncoding.decodeField("two+words%2B%C3%B6")).isEqualTo("two words+ö");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "a%"})
    void refusesMalformedEscapes(String text) {
        assertThatThrownBy(() -> UrlEncoding.decodeField(text))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("expected percent-encoded form fields, got a malformed escape");
    }
}
