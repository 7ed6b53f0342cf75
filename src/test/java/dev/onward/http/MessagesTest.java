package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.explain.graph.Space;
import dev.onward.explanation.Method;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Task;
import dev.onward.table.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final Messages ENGLISH = Messages.in(Language.ENGLISH);

    /** The keys that the code composes, by their prefix. */
    private static final Map<String, Set<String>> COMPOSED = Map.of(
            "method.by.", names(Method.values(), Enum::name),
            "space.",
                    names(
                            Stream.of(Space.values())
                                    .filter(space -> space != Space.VALUE && space != Space.PROBABILITY)
                                    .toArray(Space[]::new),
                            space -> space.title().replace(' ', '-')),
            "values.", with(names(DataType.values(), Enum::name), "categories", "optional"),
            "basis.", names(Basis.values(), Enum::name),
            "task.", with(names(Task.values(), Enum::name), "unknown"),
            "reasons.raises.", Set.of("probability", "score", "value"),
            "reasons.lowers.", Set.of("probability", "score", "value"),
            "flip.", Set.of("link", "none"),
            "answer.more-",
                    Set.of(
                            "classes.one",
                            "classes.other",
                            "values.one",
                            "values.other",
                            "outputs.one",
                            "outputs.other"));

    private static <T> Set<String> names(T[] values, Function<T, String> name) {
        return Stream.of(values).map(name).collect(Collectors.toSet());
    }

    private static Set<String> with(Set<String> names, String... others) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(others));
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void hasEveryTextInEveryLanguageWithTheSamePlaceholdersAndElements(Language language) {
        Messages messages = Messages.in(language);

        assertThat(ENGLISH.keys("")).hasSizeGreaterThan(300);
        assertThat(messages.keys("")).isEqualTo(ENGLISH.keys(""));
        for (String key : ENGLISH.keys("")) {
            assertThat(found("\\{\\d}|<[^>]*>", messages.pattern(key)))
                    .as(key)
                    .containsExactlyInAnyOrderElementsOf(found("\\{\\d}|<[^>]*>", ENGLISH.pattern(key)));
        }
    }

    /** The bundle of another language would otherwise inherit what it does not have from the English one. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void translatesEveryText(String tag) throws IOException {
        List<String> translated = keys("messages_" + tag + ".properties");

        assertThat(translated).doesNotHaveDuplicates().isEqualTo(keys("messages.properties"));
    }

    private static List<String> keys(String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/main/resources/dev/onward/http", name))) {
            return lines.filter(line -> line.contains(" = "))
                    .map(line -> line.substring(0, line.indexOf(" = ")))
                    .toList();
        }
    }

    /** In a format, an apostrophe quotes what follows it. */
    @ParameterizedTest
    @EnumSource
    void hasNoApostropheBesideAPlaceholder(Language language) {
        Messages messages = Messages.in(language);

        assertThat(messages.keys("").stream().map(messages::pattern))
                .filteredOn(text -> text.contains("{"))
                .isNotEmpty()
                .noneMatch(text -> text.contains("'"));
    }

    @Test
    void usesEveryText() {
        String code = sources();
        for (String key : ENGLISH.keys("")) {
            String prefix = COMPOSED.keySet().stream()
                    .filter(key::startsWith)
                    .findFirst()
                    .orElse("");
            String counted = key.replaceFirst("\\.(one|other)$", "");
            if (!prefix.isEmpty()) {
                assertThat(COMPOSED.get(prefix)).as(key).contains(key.substring(prefix.length()));
            } else if (key.startsWith("script.")) {
                assertThat(code.contains("\"" + counted.substring("script.".length()) + "\""))
                        .as(key)
                        .isTrue();
            } else if (!key.startsWith("known.") && !counted.equals("answer.values")) {
                String either = Pattern.quote(key) + "|" + Pattern.quote(counted);
                assertThat(found("(\"|'|#\\{)(" + either + ")[\"'}(]", code))
                        .as(key)
                        .isNotEmpty();
            }
        }
        COMPOSED.forEach((prefix, names) -> assertThat(ENGLISH.keys(prefix)).hasSize(names.size()));
    }

    /** The template engine and the bundle report a text that does not exist only when a page needs it. */
    @Test
    void hasEveryTextThatIsUsed() {
        String code = sources();
        Set<String> used = new TreeSet<>(found("(?<=#\\{)[a-z][\\w.-]*(?=[}(])", code));
        used.addAll(found("(?<=messages\\.text\\(\\s{0,40}\")[^\"]+(?=\"[,)])", code));
        used.addAll(found("(?<=texts\\.html\\(')[^']+(?=',)", code));
        Set<String> counted = new TreeSet<>(found("(?<=messages\\.count\\(\\s{0,40}\")[^\"]+(?=\",)", code));
        counted.addAll(found("(?<=texts\\.count\\(')[^']+(?=',)", code));

        assertThat(used).hasSizeGreaterThan(150).isSubsetOf(ENGLISH.keys(""));
        assertThat(counted).hasSizeGreaterThan(10).allSatisfy(key -> assertThat(ENGLISH.keys(key))
                .contains(key + ".one", key + ".other"));
        assertThat(found("(?<=[ .(]t\\(\")[^\"]+(?=\")", code))
                .hasSizeGreaterThan(20)
                .allSatisfy(key -> assertThat(ENGLISH.keys("script.")).contains("script." + key));
    }

    /** Text from elsewhere is escaped only by the method that makes HTML. */
    @Test
    void makesHtmlInOnePlace() {
        List<String> unescaped = found("th:utext=\"[^\"]*\"", sources());

        assertThat(unescaped).hasSizeGreaterThan(5).allMatch(text -> text.startsWith("th:utext=\"${texts.html('"));
        assertThat(ENGLISH.html("confusion.predicted", List.of("<i>\"&{0}'")))
                .isEqualTo("predicted <bdi>&lt;i&gt;&quot;&amp;{0}'</bdi>");
    }

    @Test
    void countsByTheRulesOfTheLanguage() {
        assertThat(ENGLISH.count("data.rows", 1)).isEqualTo("Trained on 1 row of");
        assertThat(ENGLISH.count("data.rows", 1372)).isEqualTo("Trained on 1,372 rows of");
        assertThat(Messages.in(Language.GERMAN).count("data.rows", 1372))
                .isEqualTo("Trainiert mit 1\u202f372 Zeilen aus");
        assertThat(Messages.in(Language.SPANISH).count("data.rows", 0)).isEqualTo("Entrenado con 0 filas de");
        assertThat(Messages.in(Language.FRENCH).count("data.rows", 0)).isEqualTo("Entraîné sur 0 ligne de");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String sources() {
        return Stream.of("src/main/java/dev/onward/page", "webapp")
                .flatMap(MessagesTest::files)
                .filter(file -> Stream.of(".java", ".html", ".js").anyMatch(file.toString()::endsWith))
                .map(MessagesTest::read)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return Arrays.stream(files.sorted().toArray(Path[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
