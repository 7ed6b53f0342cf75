package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    private static final List<String> NAMES = List.of("variance", "skewness", "curtosis", "entropy");

    @Test
    void quotesAValueAsItIs() {
        assertThat(Text.quote("abc")).isEqualTo("\"abc\"");
        assertThat(Text.quote("")).isEqualTo("\"\"");
        assertThat(Text.quote("x".repeat(40))).isEqualTo("\"" + "x".repeat(40) + "\"");
    }

    @Test
    void cutsALongValueAfterFortyCharacters() {
        assertThat(Text.quote("x".repeat(41))).isEqualTo("\"" + "x".repeat(40) + "…\"");
    }

    @Test
    void replacesControlCharactersBySpaces() {
        assertThat(Text.quote("a\nb\tc\u0000d\u007fe\u0085f")).isEqualTo("\"a b c d e f\"");
        // The text after it would be shown from right to left.
        assertThat(Text.quote("a\u202eb\u2066c")).isEqualTo("\"a b c\"");
    }

    @Test
    void doesNotCutSurrogatePairs() {
        String value = "x".repeat(39) + "😀😀";

        assertThat(Text.quote(value)).isEqualTo("\"" + "x".repeat(39) + "…\"");
    }

    @ParameterizedTest
    @CsvSource({
        "skewnes, skewness",
        "skewnesss, skewness",
        "SKEWNESS, skewness",
        "Entropy, entropy",
        "kurtosis, curtosis",
        "varaince, variance",
        "etnorpy, entropy",
        "entrop, entropy"
    })
    void findsTheMostSimilarName(String misspelt, String meant) {
        assertThat(Text.nearest(misspelt, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "age", "entr", "variance_of_the_wavelet_transformed_image"})
    void findsNothingForADissimilarName(String name) {
        assertThat(Text.nearest(name, NAMES)).isEmpty();
    }

    @Test
    void suggestsAFileBesideTheMissingOne(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("iris.csv"));
        Files.createFile(folder.resolve(".wine.csv"));

        assertThat(Text.suggestion(folder.resolve("irsi.csv")))
                .isEqualTo(", did you mean \"" + folder.resolve("iris.csv") + "\"?");
        assertThat(Text.suggestion(folder.resolve("wine.csv"))).isEmpty();
        assertThat(Text.suggestion(folder.resolve("none/iris.csv"))).isEmpty();
        assertThat(Text.suggestion(Path.of("/"))).isEmpty();
    }

    @Test
    void allowsOneEditEvenInTheShortestNames() {
        assertThat(Text.nearest("y", List.of("x"))).contains("x");
        assertThat(Text.nearest("yz", List.of("x"))).isEmpty();
    }

    @Test
    void prefersTheNearestName() {
        assertThat(Text.nearest("width_mm", List.of("width_m", "width_mm_", "height_mm")))
                .contains("width_m");
        assertThat(Text.nearest("height_m", List.of("width_mm", "height_mm"))).contains("height_mm");
    }

    @Test
    void findsNothingWithoutNames() {
        assertThat(Text.nearest("skewness", List.of())).isEmpty();
    }
}
