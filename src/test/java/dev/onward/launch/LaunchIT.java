package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Mount;
import dev.onward.OnwardProcess;
import dev.onward.OnwardProcess.Ended;
import dev.onward.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged WAR, started as users start it. */
class LaunchIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void takesSettingsFromFlagsBeforePropertiesBeforeTheEnvironment() {
        try (OnwardProcess server = OnwardProcess.serve(
                List.of("-Donward.row-limit=2", "-Donward.body-limit=70"),
                Map.of("ONWARD_ROW_LIMIT", "3", "ONWARD_BODY_LIMIT", "90", "ONWARD_CSV_LIMIT", "80"),
                "--row-limit",
                "1",
                "--log-level",
                "error")) {
            Http http = Http.to(server);

            assertThat(http.postJson("/predict", "[{},{}]").json().get("detail").asString())
                    .isEqualTo("expected at most 1 rows, got more");
            assertThat(http.postJson("/predict", " ".repeat(71))
                            .json()
                            .get("detail")
                            .asString())
                    .isEqualTo("expected a body of at most 70 bytes, got more");
            assertThat(http.postCsv("/predict", " ".repeat(81))
                            .json()
                            .get("detail")
                            .asString())
                    .isEqualTo("expected a body of at most 80 bytes, got more");
            // The access log is not switched off with the rest of the log.
            Patience.await(() -> server.out().size() >= 3, "the requests are logged");
            assertThat(server.out()).allMatch(line -> line.contains("\"route\":\"/predict\""));
        }
    }

    /** Root may read everything, so a test of root's runs the process as another user. */
    @Test
    void namesFilesAndFoldersThatItMustNotRead() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path inside = Files.copy(Path.of("model.onnx"), closed.resolve("model.onnx"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        Path unreadable = Files.copy(Path.of("model.onnx"), folder.resolve("unreadable.onnx"));
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
        String denied = " cannot be read: access is denied; check its permissions and those of its folder\n";

        assertRefused("onward: " + unreadable + ":" + denied, "--model", unreadable.toString());
        assertRefused("onward: " + inside + ":" + denied, "--model", inside.toString());
        assertRefused("onward: the folder " + closed + denied, "--models", closed.toString());
    }

    private void assertRefused(String message, String... options) throws IOException {
        Path war = Files.copy(OnwardProcess.war(), folder.resolve("onward.war"), StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        command.addAll(OnwardProcess.command(List.of(), List.of(options)));
        command.replaceAll(word -> word.equals(OnwardProcess.war().toString()) ? war.toString() : word);

        Ended ended = OnwardProcess.execute(command, Map.of());

        assertThat(ended.err()).isEqualTo(message);
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void exitsWithACode() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OnwardProcess.Ended version = OnwardProcess.run("--version");
            OnwardProcess.Ended notStarted = OnwardProcess.run("--port", Integer.toString(other.getLocalPort()));
            OnwardProcess.Ended misused = OnwardProcess.run("--prot", "1");

            assertThat(version.out()).startsWith("onward 0.");
            assertThat(version.exit()).isZero();
            assertThat(notStarted.err())
                    .isEqualTo("onward: port " + other.getLocalPort() + " on 127.0.0.1 is in use by another program;"
                            + " choose another port with --port (0 picks a free one)\n");
            assertThat(notStarted.out()).isEmpty();
            assertThat(notStarted.exit()).isEqualTo(1);
            assertThat(misused.err())
                    .isEqualTo("onward: unknown option \"--prot\", did you mean \"--port\"?\n"
                            + "Try java -jar onward.war --help.\n");
            assertThat(misused.exit()).isEqualTo(2);
        }
    }

    @Test
    void refusesToReplaceTheFileBehindStandardInput() throws IOException {
        Path in = Files.copy(Path.of("data/banknote.csv"), folder.resolve("in.csv"));
        String score = String.join(" ", OnwardProcess.command(List.of(), List.of("score", "-", "--out", in + "")));

        OnwardProcess.Ended ended = OnwardProcess.execute(List.of("sh", "-c", score + " < " + in), Map.of());

        assertThat(ended.err()).isEqualTo(in + ": cannot be written: it is also an input file\n");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(in).hasSameBinaryContentAs(Path.of("data/banknote.csv"));
    }

    /** With the server's libraries alone, as without a command. */
    @Test
    void servesAndHelpsByName() throws IOException {
        try (OnwardProcess server =
                OnwardProcess.start(OnwardProcess.command(List.of(), List.of("serve", "--port", "0")), Map.of())) {
            assertThat(Http.to(server).get("/health/ready").status()).isEqualTo(200);
            // Such as those of JDK 24 and newer of native code.
            assertThat(server.log()).doesNotContain("WARNING: ");
        }
        OnwardProcess.Ended help = OnwardProcess.run("help", "train");

        assertThat(help.out()).startsWith("Usage: java -jar onward.war train ");
        assertThat(help.exit()).isZero();
    }

    /** As in a container that was given the skinny variant, and no runtime. */
    @Test
    void saysThatTheRuntimeIsNotThere() throws IOException {
        Path skinny = Files.copy(OnwardProcess.war(), folder.resolve("skinny.war"));
        try (FileSystem war = FileSystems.newFileSystem(skinny);
                Stream<Path> libraries = Files.list(war.getPath("WEB-INF/lib"))) {
            for (Path library : libraries.toList()) {
                if (library.getFileName().toString().startsWith("onnxruntime-")) {
                    Files.delete(library);
                }
            }
        }
        List<String> command = new ArrayList<>(OnwardProcess.command(List.of(), List.of("--port", "0")));
        command.set(command.indexOf(OnwardProcess.war().toString()), skinny.toString());

        OnwardProcess.Ended ended = OnwardProcess.execute(command, Map.of());

        assertThat(ended.err())
                .endsWith("onward: the native ONNX Runtime cannot be loaded: this variant of Onward does not contain"
                        + " it, and neither does the container's folder of shared libraries; copy"
                        + " onnxruntime-*.jar there, or deploy onward.war, which contains it\n")
                .doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    @Tag("slow")
    void deletesWhatAKilledProcessLeft() throws IOException, InterruptedException {
        List<String> temporary = List.of("-Djava.io.tmpdir=" + folder);
        Path other = Files.createDirectory(folder.resolve("onward-of-another"));
        try (OnwardProcess running = OnwardProcess.serve(temporary, Map.of())) {
            OnwardProcess killed = OnwardProcess.serve(temporary, Map.of());
            killed.process().destroyForcibly().waitFor();
            List<Path> before = workFolders();

            OnwardProcess.Ended next = OnwardProcess.run(temporary, Map.of(), "--version");

            assertThat(before).hasSize(2);
            assertThat(next.exit()).isZero();
            assertThat(workFolders()).singleElement().isIn(before);
            assertThat(other).exists();
            assertThat(Http.to(running).get("/health/ready").status()).isEqualTo(200);
        }
        assertThat(workFolders()).isEmpty();
    }

    private List<Path> workFolders() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.exists(file.resolve("lock"))).toList();
        }
    }

    @Test
    void saysThatTheTemporaryFolderIsOfNoUse() {
        Path missing = folder.resolve("missing");

        OnwardProcess.Ended ended = OnwardProcess.run(List.of("-Djava.io.tmpdir=" + missing), Map.of());

        // Newer JDKs warn of such a folder in a line of their own before.
        assertThat(ended.err())
                .contains("onward: cannot unpack to the temporary folder " + missing)
                .endsWith("; choose another with java -Djava.io.tmpdir=FOLDER -jar onward.war\n")
                .doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(1);
        if (OS.LINUX.isCurrentOs()) {
            mountedWithoutUse();
        }
    }

    private void mountedWithoutUse() {
        for (String options : List.of("ro", "size=1m")) {
            for (String command : List.of("doctor", "--port=0")) {
                OnwardProcess.Ended ended = OnwardProcess.execute(
                        Mount.over(
                                folder,
                                options,
                                OnwardProcess.command(List.of("-Djava.io.tmpdir=" + folder), List.of(command))),
                        Map.of());

                assertThat(ended.err())
                        .startsWith("onward: cannot unpack to the temporary folder " + folder + " (")
                        .contains(options.equals("ro") ? "Read-only file system" : "No space left on device")
                        .endsWith("; choose another with java -Djava.io.tmpdir=FOLDER -jar onward.war\n");
                assertThat(ended.exit()).isEqualTo(1);
            }
        }
    }
}
