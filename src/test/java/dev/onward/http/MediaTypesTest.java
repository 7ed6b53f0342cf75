package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

    private static final List<String> OFFERED = List.of("application/json", "text/csv", "text/html");

    @Test
    void givesTheFirstIfNoneIsAskedFor() {
        assertThat(MediaTypes.preferred("", OFFERED)).contains("application/json");
        assertThat(MediaTypes.preferred(" ", OFFERED)).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                               | application/json
            text/csv                                                          | text/csv
            TEXT/CSV                                                          | text/csv
            text/*                                                            | text/csv
            text/html, text/csv                                               | text/csv
            text/html, text/csv;q=0.9                                         | text/html
            text/csv;q=0.1                                                    | text/csv
            text/csv ; q=0.2 , text/html ; Q=0.3                              | text/html
            application/json;q=0.5, text/csv;q=0.5                            | application/json
            image/png, */*;q=0.1                                              | application/json
            application/json;q=0, */*                                         | text/csv
            text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5              | text/html
            */*;q=1, text/*;q=0.1, application/json;q=0                       | text/csv
            text/html;level=1                                                 | text/html
            text/csv;header=present;q=0.5, application/json;q=0.4             | text/csv
            text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8   | text/html
            ,text/csv,                                                        | text/csv
            text/csv;q=NaN                                                    | text/csv
            """)
    void givesTheOneWithTheGreatestWeight(String accept, String preferred) {
        assertThat(MediaTypes.preferred(accept, OFFERED)).isEqualTo(Optional.of(preferred));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "application/xml, image/*",
                "text/csvx",
                "text",
                "*/*;q=0",
                "application/json;q=0, text/*;q=0.0",
                "*/*;q=0.000"
            })
    void givesNoneIfNoneIsTaken(String accept) {
        assertThat(MediaTypes.preferred(accept, OFFERED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv;q=x", "text/csv;q=", "text/csv;q"})
    void takesAWeightThatIsNoNumberAsNone(String accept) {
        assertThat(MediaTypes.preferred(accept, OFFERED)).contains("text/csv");
    }
}
