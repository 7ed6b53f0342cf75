package dev.onward.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.Sentence;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordingTest {

    private static final Messages ENGLISH = Messages.in(Language.ENGLISH);
    private static final Messages GERMAN = Messages.in(Language.GERMAN);

    @Test
    void translatesASentenceByItsPattern() {
        Sentence known = Sentence.of("expected a number, got {0}", "\"it's {0}\"");

        assertThat(Wording.of(known, GERMAN))
                .isEqualTo(new Wording("eine Zahl erwartet, \"it's {0}\" erhalten", false));
        assertThat(Wording.of(known, ENGLISH)).isEqualTo(new Wording("expected a number, got \"it's {0}\"", true));
    }

    @Test
    void leavesOtherSentencesInEnglish() {
        assertThat(Wording.of(Sentence.of("expected a number, got 1 and 2"), GERMAN))
                .isEqualTo(new Wording("expected a number, got 1 and 2", true));
    }

    /** A changed word would leave a sentence in English without an error. */
    @Test
    void knowsTheProblemsWithValues() {
        TableBuilder builder = new TableBuilder(new Schema(List.of(
                Feature.builder("number", DataType.NUMBER)
                        .accepts(new Range(0, 9))
                        .build(),
                Feature.builder("integer", DataType.INTEGER)
                        .accepts(new Range(0, 9))
                        .build(),
                Feature.of("boolean", DataType.BOOLEAN),
                Feature.of("text", DataType.STRING),
                Feature.builder("plan", DataType.STRING)
                        .categories(List.of("basic", "plus"))
                        .build())));
        builder.startRow(1);
        builder.endRow();
        builder.startRow(2);
        builder.text(0, "x");
        builder.text(1, "x");
        builder.text(2, "x");
        builder.number(3, "1");
        builder.text(4, "x");
        builder.endRow();
        builder.startRow(3);
        builder.text(0, "10");
        builder.text(1, "10");
        builder.text(1, "10");
        builder.unknown("other");
        builder.endRow();

        Set<String> patterns = builder.takeProblems().stream()
                .map(problem -> problem.english().pattern())
                .collect(Collectors.toSet());
        assertThat(ENGLISH.keys("known.problem."))
                .extracting(ENGLISH::pattern)
                .containsExactlyInAnyOrderElementsOf(patterns);
    }

    @Test
    void knowsTheOtherSentencesAsTheyAreWorded() throws IOException {
        String code = sources("src/main/java/dev/onward/details") + sources("src/main/java/dev/onward/page");

        assertThat(ENGLISH.keys("known."))
                .filteredOn(key -> !key.startsWith("known.problem."))
                .hasSizeGreaterThan(5)
                .allSatisfy(key -> assertThat(code.contains('"' + ENGLISH.pattern(key) + '"'))
                        .isTrue());
    }

    private static String sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            StringBuilder code = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                code.append(Files.readString(file));
            }
            return code.toString();
        }
    }
}
