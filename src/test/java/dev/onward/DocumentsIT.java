package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that a document shows with its output prints that output, which may be shortened by ellipses. A server
 * that a document starts for its own purposes ({@code java -jar … &}) is used by the rest of that document. Needs bash
 * and curl.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsIT {

    /** Its commands need podman and each other; {@code TutorialIT} runs them. */
    private static final Path TUTORIAL = Path.of("docs", "tutorial.md");

    private static final String WAR = "java -jar target/onward.war";

    private final Map<Path, OnwardProcess> servers = new HashMap<>();

    @AfterAll
    void stop() {
        servers.values().forEach(OnwardProcess::close);
    }

    static Stream<Documents.Example> examples() throws IOException {
        return Documents.all().stream()
                .filter(document -> !document.equals(TUTORIAL))
                .flatMap(document -> Documents.examples(document).stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsItSays(Documents.Example example) throws IOException, InterruptedException {
        String command = example.command();
        if (command.startsWith(WAR) && command.endsWith("&")) {
            String[] arguments = command.substring(WAR.length(), command.length() - 1)
                    .strip()
                    .split(" +", -1);
            servers.put(example.document(), OnwardProcess.serve(arguments));
            return;
        }
        OnwardProcess own = servers.get(example.document());
        String server =
                own == null ? Http.shared().url("/").getAuthority() : own.url().getAuthority();
        String java = String.join(" ", OnwardProcess.command(List.of(), List.of()));

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        command.replaceAll("localhost:80[08]0", server).replace(WAR, java))
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor()).isZero();
        assertThat(printed.replace("\r\n", "\n").strip())
                .containsSubsequence(example.answer().strip().split("…"));
    }
}
