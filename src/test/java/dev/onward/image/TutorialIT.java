package dev.onward.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Documents;
import dev.onward.OnwardProcess;
import dev.onward.OnwardProcess.Ended;
import dev.onward.Patience;
import dev.onward.Ports;
import dev.onward.containers.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A reader who types every command of docs/tutorial.md, one after the other into one shell, sees what it shows. Podman
 * stands in for docker, and other images for those of registries that cannot be reached.
 */
@Tag("image")
class TutorialIT {

    private static final Path TUTORIAL = Path.of("docs", "tutorial.md");
    private static final String TOMCAT = "11.0.24";
    private static final Pattern NAME = Pattern.compile("docker run .*--name (\\S+) .*", Pattern.DOTALL);

    /** What programs that start need at most until they answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The ports of the tutorial, and free ones in their place. */
    private final Map<String, String> ports = Map.of(
            "8000", String.valueOf(Ports.free()),
            "5000", String.valueOf(Ports.free()),
            "localhost:8080", "localhost:" + Ports.free());

    private final List<String> containers = new ArrayList<>();

    @Test
    void printsWhatItShows() throws IOException {
        Path folder = copied();
        List<Documents.Example> examples = Documents.examples(TUTORIAL);
        assertThat(examples).hasSizeGreaterThan(30);
        try (Shell shell = new Shell(folder)) {
            for (Documents.Example example : examples) {
                check(shell, example);
                if (example.command().equals("cd notes")) {
                    prepare(folder.resolve("notes"));
                }
            }
        } finally {
            containers.forEach(name -> Podman.out("rm", "--force", "--ignore", "--time", "0", name));
            Podman.ended(List.of("rmi", "--force", "notes", here("localhost:5000/notes:1")));
        }
    }

    @Test
    void isShortAndExplainsEveryInstruction() throws IOException {
        String text = Files.readString(TUTORIAL);

        assertThat(text.split("\\s+")).hasSizeLessThan(3_000);
        assertThat(List.of(
                        "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL"
                                .split(" "),
                        "STOPSIGNAL USER VOLUME WORKDIR".split(" ")))
                .allSatisfy(names -> assertThat(names).allMatch(name -> text.contains("`" + name + "`")));
    }

    /** The files of the repository that the tutorial begins with. */
    private static Path copied() throws IOException {
        Path folder = Images.folder("tutorial");
        for (Path file : List.of(Path.of("data", "banknote.csv"), Path.of("data", "banknote.card.json"))) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(file, folder.resolve(file));
        }
        Files.createDirectory(folder.resolve("target"));
        Files.copy(OnwardProcess.war(), folder.resolve("target/onward.war"));
        return folder;
    }

    /** Writes the Dockerfile, as the reader does, and unpacks Tomcat. */
    private void prepare(Path notes) throws IOException {
        Files.writeString(
                notes.resolve("Dockerfile"),
                Documents.block(TUTORIAL.toString(), "COPY onward.war")
                        .replaceFirst("(?m)^FROM .*$", "FROM " + Images.base()));
        Path tomcat = notes.resolve("apache-tomcat-" + TOMCAT.replaceFirst("\\..*", ""));
        Path unpacked = new Artifact("org.apache.tomcat", "tomcat", TOMCAT, "zip").unpacked();
        assertThat(Podman.process(List.of("cp", "-a", unpacked.toString(), tomcat.toString()))
                        .exit())
                .isZero();
        Path server = tomcat.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"" + port("localhost:8080") + "\""));
    }

    private String port(String shown) {
        return ports.getOrDefault(shown, shown).replaceFirst(".*:", "");
    }

    private void check(Shell shell, Documents.Example example) throws IOException {
        String command = here(example.command());
        String[] answer = here(example.answer()).strip().split("…", -1);
        Matcher named = NAME.matcher(command);
        if (named.matches()) {
            containers.add(named.group(1));
        }
        boolean repeats = command.contains("curl ");
        long end = System.nanoTime() + PATIENCE.toNanos();
        Ended ended = shell.run(command);
        // A server may need a while until it answers, and a program in the background until it prints.
        while (System.nanoTime() < end && !isComplete(ended, answer) && (repeats || command.endsWith("&"))) {
            Patience.pause(300);
            ended = repeats
                    ? shell.run(command)
                    : new Ended(0, ended.out() + shell.run(":").out(), "");
        }

        assertThat(ended.exit()).as(command + "\n" + ended.out()).isZero();
        assertThat(ended.out().strip()).as(command).containsSubsequence(answer);
    }

    private static boolean isComplete(Ended ended, String[] answer) {
        int position = 0;
        for (String piece : answer) {
            int found = ended.out().indexOf(piece, position);
            if (found < 0) {
                return false;
            }
            position = found + piece.length();
        }
        return ended.exit() == 0;
    }

    /** The text with what this machine has in place of what its reader has. */
    private String here(String text) {
        String changed = text.replace("registry:2", Registry.NAME);
        for (Map.Entry<String, String> port : ports.entrySet()) {
            // Not the second in -p 5000:5000, which is that of the container.
            changed = changed.replaceAll("(?<!\\d\\d:)\\b" + port.getKey() + "\\b", port.getValue());
        }
        return changed;
    }

    /** The stand-in for a registry. */
    private static final class Registry {

        private static final String NAME = name();

        private static String name() {
            Ended ended = Podman.process(List.of("src/test/image/registry", Images.base()));
            assertThat(ended.exit()).as(ended.err()).isZero();
            return ended.out().strip();
        }
    }

    /** Bash, which runs commands one after the other and keeps those in the background. */
    private static final class Shell implements AutoCloseable {

        private static final char END = '\u0001';

        private final Process bash;
        private final Path out;
        private final Writer in;
        private int read;

        Shell(Path folder) throws IOException {
            out = Files.createTempFile("onward-test", ".out");
            ProcessBuilder builder = new ProcessBuilder("bash")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment()
                    .merge(
                            "PATH",
                            Path.of("src/test/image/bin").toAbsolutePath() + ":"
                                    + Path.of(System.getProperty("java.home"), "bin"),
                            (path, first) -> first + ":" + path);
            bash = builder.start();
            in = bash.outputWriter(StandardCharsets.UTF_8);
        }

        /** Runs a command and returns what was printed since the last one, of all streams and programs. */
        Ended run(String command) throws IOException {
            in.write(command + "\nprintf '%b%d\\n' '\\001' $?\n");
            in.flush();
            Patience.await(() -> unread().matches("(?s).*" + END + "\\d+\n.*"), command);
            String printed = unread();
            int end = printed.indexOf(END);
            int next = printed.indexOf('\n', end) + 1;
            read += next;
            return new Ended(
                    Integer.parseInt(printed.substring(end + 1, next - 1)),
                    printed.substring(0, end).replace("\r\n", "\n"),
                    "");
        }

        private String unread() {
            try {
                return Files.readString(out).substring(read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            // Ends what a failed test has left in the background, too.
            in.write("kill $(jobs -p) 2>/dev/null\nexit\n");
            in.close();
            bash.onExit().join();
            Files.delete(out);
        }
    }
}
