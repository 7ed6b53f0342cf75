package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    @Test
    void givesTheValuesOfItsVariables() {
        assertThat(match("/models/{model}/versions/{version}", "/models/m/versions/2"))
                .contains(Map.of("model", "m", "version", "2"));
        assertThat(match("/v1/models/{model}:predict", "/v1/models/price:v1:predict"))
                .contains(Map.of("model", "price:v1"));
        assertThat(match("/a/x-{part}.csv", "/a/x-1.csv")).contains(Map.of("part", "1"));
        assertThat(match("/a/b", "/a/b")).contains(Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/models/{model}, /models/",
        "/models/{model}, /models/a/b",
        "/models/{model}, /models",
        "/models/{model}, /Models/a",
        "/v1/{model}:predict, /v1/:predict",
        "/v1/{model}:predict, /v1/m:explain",
        "/a/x-{part}.csv, /a/x-.csv",
        "/a/aa{part}aa, /a/aaa"
    })
    void matchesNoOtherPath(String template, String path) {
        assertThat(match(template, path)).isEmpty();
    }

    @Test
    void sortsTheMostSpecificFirst() {
        assertThat(Stream.of("/{a}/b", "/a/{b}", "/a/{b}:x", "/a/b", "/a/{b}:predict", "/{a}/{b}")
                        .sorted((one, other) ->
                                PathTemplate.MOST_SPECIFIC_FIRST.compare(PathTemplate.of(one), PathTemplate.of(other))))
                .containsExactly("/a/b", "/a/{b}:predict", "/a/{b}:x", "/a/{b}", "/{a}/b", "/{a}/{b}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/{a}{b}", "/{a", "/a}", "/{}", "/x{a}y{b}z"})
    void hasAtMostOneVariableInASegment(String template) {
        assertThatThrownBy(() -> PathTemplate.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most one variable in each segment, got " + template);
    }

    private static Optional<Map<String, String>> match(String template, String path) {
        return PathTemplate.of(template).match(PathTemplate.segments(path));
    }
}
