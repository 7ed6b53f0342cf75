package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that the README shows with its answer gives that answer. Needs bash and curl. */
@Tag("slow")
class ReadmeIT {

    /** A command, and what it is said to print. */
    record Example(String command, String answer) {}

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        boolean console = false;
        boolean continued = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("```")) {
                console = line.equals("```console");
            } else if (console && line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), ""));
                continued = isContinued(line);
            } else if (console && continued) {
                Example last = examples.remove(examples.size() - 1);
                examples.add(new Example(last.command() + "\n" + line, ""));
                continued = isContinued(line);
            } else if (console) {
                Example last = examples.remove(examples.size() - 1);
                examples.add(new Example(last.command(), last.answer() + line + "\n"));
            }
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheReadmeSays(Example example) throws IOException, InterruptedException {
        String java = String.join(" ", OnwardProcess.command(List.of(), List.of()));
        String command = example.command()
                .replace("localhost:8080", Http.shared().url("/").getAuthority())
                .replace("java -jar target/onward.war", java);

        Process bash = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor()).isZero();
        assertThat(printed.replace("\r\n", "\n").strip())
                .contains(example.answer().strip());
    }

    private static boolean isContinued(String line) {
        return line.endsWith("\\") || line.endsWith("|");
    }
}
