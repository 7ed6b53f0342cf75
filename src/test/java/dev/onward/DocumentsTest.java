package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    /** {@link DocumentsIT} runs the examples; a line elsewhere would be run by nobody. */
    @Test
    void showCurlOnlyWhereItIsRun() {
        assertThat(Documents.all()).hasSizeGreaterThan(12);
        assertThat(Documents.all().stream().flatMap(document -> Documents.untested(document).stream()))
                .isEmpty();
    }

    @Test
    void linkToFilesAndHeadingsThatExist() {
        List<String> links = Stream.concat(
                        Documents.all().stream(),
                        Stream.of("CONTRIBUTING.md", "CHANGELOG.md").map(Path::of))
                .flatMap(document -> Documents.links(document).stream()
                        .filter(link -> !Documents.exists(document, link))
                        .map(link -> document + ": " + link))
                .toList();

        assertThat(Documents.links(Path.of("docs/README.md"))).hasSizeGreaterThan(20);
        assertThat(links).isEmpty();
    }

    /** The tests of the image use the block in docs/docker.md. */
    @Test
    void showsTheSameDockerfileForAModelInTheReadme() {
        String text = "COPY mine.onnx";

        assertThat(Documents.block("README.md", text)).isEqualTo(Documents.block("docs/docker.md", text));
    }

    /** {@code TutorialIT} builds and runs it. */
    @Test
    void showsTheDockerfileOfTheTutorialBesideTheRealOne() {
        String text = "COPY onward.war";

        assertThat(Documents.block("docs/docker.md", text))
                .isEqualTo(Documents.block("docs/tutorial.md", text))
                .hasLineCount(10);
    }

    @Test
    void listsEverySettingAsItIs() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/settings.md")).stream()
                .filter(line -> line.startsWith("| `--"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(DocumentsTest::row).toList());
    }

    @Test
    void nameScriptsThatCanBeRun() throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(Path.of("bench"))) {
            scripts = files.filter(DocumentsTest::isScript).toList();
        }

        assertThat(scripts).hasSizeGreaterThan(3).allMatch(Files::isExecutable);
    }

    private static boolean isScript(Path file) {
        return Files.isRegularFile(file) && Documents.lines(file).get(0).startsWith("#!");
    }

    private static String row(Setting setting) {
        String defaultValue =
                setting.defaultValue().map(text -> "`" + text + "`").orElse("");
        return "| `" + setting.flag() + "` | `" + setting.variable() + "` | " + defaultValue + " | "
                + setting.description() + " |";
    }
}
