package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.settings.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchIT {

    /** Models that take some seconds to open. */
    private static final int MANY = 1_500;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OnwardProcess.Ended ended = OnwardProcess.run("--port", Integer.toString(other.getLocalPort()));

            assertThat(ended.err())
                    .isEqualTo("onward: port " + other.getLocalPort() + " on 127.0.0.1 is in use by another program;"
                            + " choose another with --port (0 picks a free one)\n");
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void saysThatTheHostIsNotThere() {
        OnwardProcess.Ended ended = OnwardProcess.run("--port", "0", "--host", "no-such-host.invalid");

        assertThat(ended.err())
                .isEqualTo("onward: cannot listen on no-such-host.invalid, port 0: there is no such host\n");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatTheModelIsMissing() {
        Path missing = folder.resolve("missing.onnx");

        OnwardProcess.Ended ended = OnwardProcess.run("--port", "0", "--model", missing.toString());

        assertThat(ended.err()).isEqualTo("onward: " + missing + ": expected a model file, found no file\n");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatTheModelIsBroken() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");

        OnwardProcess.Ended ended = OnwardProcess.run("--port", "0", "--model", broken.toString());

        assertThat(ended.err())
                .startsWith("onward: " + broken + ": is no ONNX model, or not all of one: ")
                .doesNotContain("\tat ")
                .hasLineCount(1);
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatTheSpoolFolderIsMissing() {
        Path missing = folder.resolve("missing");

        OnwardProcess.Ended ended = OnwardProcess.run("--port", "0", "--spool-folder", missing.toString());

        assertThat(ended.err())
                .isEqualTo(
                        "onward: --spool-folder: expected a writable folder, got \"" + missing + "\"\n");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatTheTemporaryFolderIsMissing() {
        Path missing = folder.resolve("missing");

        OnwardProcess.Ended ended = OnwardProcess.run(List.of("-Djava.io.tmpdir=" + missing), Map.of());

        // Newer JDKs warn of such a folder in a line of their own before.
        assertThat(ended.err())
                .contains("onward: cannot unpack to the temporary folder " + missing)
                .endsWith("; choose another with java -Djava.io.tmpdir=FOLDER -jar\n")
                .doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void asksForTheCommandFirst() {
        OnwardProcess.Ended ended = OnwardProcess.run("--log-level", "debug", "score", "-");

        assertThat(ended.err()).isEqualTo("onward: expected the command first: score [OPTIONS]\nTry --help.\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void namesEveryWrongSettingByThePlaceItCameFrom() {
        OnwardProcess.Ended ended = OnwardProcess.run(
                List.of("-Donward.row-limit=0"), Map.of("ONWARD_BODY_LIMIT", "much"), "--port", "abc");

        assertThat(ended.err())
                .isEqualTo("onward: --port: expected a whole number from 0 to 65535, got \"abc\";"
                        + " ONWARD_BODY_LIMIT: expected a size such as 65536, 512KiB, 16MiB or 1GiB, got \"much\";"
                        + " onward.row-limit: expected a whole number from 1 to 2147483647, got \"0\"\n");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void takesSettingsFromFlagsBeforePropertiesBeforeTheEnvironment() {
        try (OnwardProcess server = OnwardProcess.serve(
                List.of("-Donward.row-limit=2", "-Donward.body-limit=70"),
                Map.of("ONWARD_ROW_LIMIT", "3", "ONWARD_BODY_LIMIT", "90", "ONWARD_CSV_LIMIT", "80"),
                "--row-limit",
                "1")) {
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
        }
    }

    /** In its namespace, Kubernetes says so of a service called onward. */
    @Test
    void takesTheAddressOfAServiceForNoPort() {
        OnwardProcess.Ended ended = OnwardProcess.run(
                List.of("-Donward.row-limit=0"), Map.of("ONWARD_PORT", "tcp://10.96.0.1:80"), "--poll", "0");

        assertThat(ended.err())
                .isEqualTo("onward: onward.row-limit: expected a whole number from 1 to 2147483647, got \"0\"\n");
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
                .endsWith(
                        "onward: the native ONNX Runtime cannot be loaded: this is the variant of Onward without it, and"
                                + " the folder of libraries that the container shares does not have it either; copy"
                                + " onnxruntime-*.jar there, or deploy onward.war, which brings it\n")
                .doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void servesTheModelThatIsNamed() throws IOException {
        Path copy = Files.copy(Path.of("model.onnx"), folder.resolve("copy.onnx"));

        try (OnwardProcess server = OnwardProcess.serve(List.of(), Map.of("ONWARD_MODEL", copy.toString()))) {
            assertThat(Http.to(server).get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void explainsItself() {
        OnwardProcess.Ended help = OnwardProcess.run("--help");
        OnwardProcess.Ended version = OnwardProcess.run("--version");
        OnwardProcess.Ended typo = OnwardProcess.run("--prot", "1");

        for (Setting setting : Setting.values()) {
            assertThat(help.out()).contains(setting.flag());
        }
        assertThat(help.out()).contains("train").contains("score").contains("api-key");
        assertThat(version.out()).startsWith("onward 0.");
        assertThat(typo.err()).isEqualTo("onward: Unknown options: '--prot', '1'\nTry --help.\n");
        assertThat(typo.exit()).isEqualTo(2);
    }

    @Test
    void leavesNoTemporaryFilesBehind() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        OnwardProcess server = OnwardProcess.serve(List.of("-Djava.io.tmpdir=" + temporary), Map.of());
        Http.to(server).postCsv("/predict", "variance,skewness,curtosis,entropy\n1,2,3,4\n");

        int exit = server.terminate();

        assertThat(exit).isEqualTo(143);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void endsAtOnceWhileItStarts() throws IOException, InterruptedException {
        Path models = Files.createDirectory(folder.resolve("models"));
        for (int i = 0; i < MANY; i++) {
            Files.copy(Path.of("model.onnx"), models.resolve("m" + i + ".onnx"));
        }
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path log = folder.resolve("log");
        Process starting = new ProcessBuilder(OnwardProcess.command(
                        List.of("-Djava.io.tmpdir=" + temporary),
                        List.of("--port", "0", "--models", models.toString())))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (starting.isAlive() && served(log) == 0) {
            Thread.sleep(10);
        }

        starting.destroy();

        assertThat(starting.waitFor()).isEqualTo(143);
        assertThat(served(log)).isPositive().isLessThan(MANY);
        assertThat(Files.readString(log)).doesNotContain("Exception", "Error", "listening at");
        assertThat(temporary).isEmptyDirectory();
    }

    private static long served(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.contains(": serving m"))
                .count();
    }
}
