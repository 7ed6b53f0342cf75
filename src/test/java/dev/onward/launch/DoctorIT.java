package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Mount;
import dev.onward.OnwardProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {

    private static final String CANNOT = "the native ONNX Runtime cannot be loaded: ";

    @TempDir
    private Path folder = Path.of("");

    @Test
    @EnabledOnOs(OS.LINUX)
    void notesThatTextNeedsALocale() {
        Map<String, String> noLocales =
                Map.of("LOCPATH", folder.resolve("missing").toString());

        OnwardProcess.Ended ended = OnwardProcess.runClasses(List.of(), noLocales, "doctor", "--port", "0");

        assertThat(ended.out().lines())
                .contains("note    text: test model: its StringNormalizer operator needs the locale en_US.UTF-8,"
                        + " which this system does not have; install it (Debian, Ubuntu: apt-get install"
                        + " locales-all; Fedora, RHEL: dnf install glibc-all-langpacks) and restart")
                .anyMatch(line -> line.matches("ok      system: Linux on \\S+, glibc \\d\\.\\d+"));
        assertThat(ended.exit()).isZero();
    }

    @Test
    void findsEverythingThatIsWrongAtOnce() throws IOException {
        Path missing = folder.resolve("missing");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            OnwardProcess.Ended ended = OnwardProcess.runClasses(
                    List.of("-Donnxruntime.native.path=" + folder),
                    Map.of("ONWARD_MODELS", missing.toString()),
                    "doctor",
                    "--port",
                    port);

            assertThat(ended.out().lines().filter(line -> line.startsWith("not ok")))
                    .containsExactly(
                            "not ok  ONNX Runtime: " + notThere(),
                            "not ok  models: the folder " + missing + " cannot be read: it does not exist",
                            "not ok  address: port " + port
                                    + " on 127.0.0.1 is in use by another program; choose another port with --port (0"
                                    + " picks a free one)");
            assertThat(ended.exit()).isEqualTo(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysAsServingDoesThatNothingMayBeExecutedInTheTemporaryFolder() {
        List<String> jvm = List.of("-Djava.io.tmpdir=" + folder);
        String fault = CANNOT + "files in " + folder
                + " cannot be executed, probably because the folder is mounted noexec;"
                + " choose another one with -Djava.io.tmpdir=FOLDER";

        OnwardProcess.Ended doctor = OnwardProcess.execute(
                Mount.over(folder, "noexec", OnwardProcess.classesCommand(jvm, List.of("doctor", "--port", "0"))),
                Map.of());
        OnwardProcess.Ended serving = OnwardProcess.execute(
                Mount.over(folder, "noexec", OnwardProcess.classesCommand(jvm, List.of("--port", "0"))), Map.of());

        assertThat(doctor.out().lines()).contains("not ok  ONNX Runtime: " + fault);
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(serving.err().lines()).endsWith("onward: " + fault);
        assertThat(serving.exit()).isEqualTo(1);
    }

    /** Any reason would do; this one works on every machine. */
    @Test
    void readinessAndGallerySayTheSameAndTheLogSaysItOnce() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("first.onnx"));
        Files.copy(Path.of("model.onnx"), models.resolve("second.onnx"));

        try (OnwardProcess server = OnwardProcess.serveClasses(
                List.of("-Donnxruntime.native.path=" + folder),
                Map.of(),
                "--models",
                models.toString(),
                "--poll",
                "0.1")) {
            Http http = Http.to(server);
            Http.Answer ready = http.get("/health/ready");
            Http.Answer gallery = http.get("/models", "Accept", "text/html");

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("reason").asString()).isEqualTo(notThere());
            assertThat(gallery.body()).contains(notThere());
            assertThat(server.log().lines().filter(line -> line.contains(notThere())))
                    .hasSize(1);
            assertThat(server.log().lines().filter(line -> line.contains("java.io.IOException: Native library")))
                    .hasSize(1);
            assertThat(http.get("/health/live").status()).isEqualTo(200);
        }
    }

    private String notThere() {
        return CANNOT + "-Donnxruntime.native.path points to "
                + folder.resolve(System.mapLibraryName("onnxruntime"))
                + ", which does not exist; correct that property or remove it";
    }
}
