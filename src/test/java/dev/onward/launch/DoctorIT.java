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
    void findsNothingWrong() {
        OnwardProcess.Ended ended = OnwardProcess.run("doctor", "--port", "0", "--model", "model.onnx");

        assertThat(ended.out().lines())
                .map(line -> line.replaceFirst("(?<=: ).*", "").strip())
                .contains("ok      Java:", "note    memory:", "ok      system:", "ok      temporary folder:");
        assertThat(ended.out().lines())
                .contains(
                        "ok      ONNX Runtime: 1.28.0",
                        "ok      shipped model: banknote, version 1: reproduces its 11 golden rows",
                        "ok      settings: all values are valid",
                        "ok      model: banknote, version 1: reproduces its 11 golden rows",
                        "ok      address: a free port on 127.0.0.1 is available");
        assertThat(ended.out()).doesNotContain("not ok");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void notesThatTextNeedsALocale() {
        Map<String, String> noLocales =
                Map.of("LOCPATH", folder.resolve("missing").toString());

        OnwardProcess.Ended ended = OnwardProcess.run(List.of(), noLocales, "doctor", "--port", "0");

        assertThat(ended.out().lines())
                .contains("note    text: a model of text: changes upper and lower case (StringNormalizer) by the locale"
                        + " en_US.UTF-8, which this system lacks; install it (Debian, Ubuntu: apt-get install"
                        + " locales-all; Fedora, RHEL: dnf install glibc-all-langpacks) and restart")
                .anyMatch(line -> line.matches("ok      system: Linux on \\S+, glibc \\d\\.\\d+"));
        assertThat(ended.exit()).isZero();
    }

    @Test
    void findsEverythingThatIsWrongAtOnce() throws IOException {
        Path missing = folder.resolve("missing");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            OnwardProcess.Ended ended = OnwardProcess.run(
                    List.of("-Donnxruntime.native.path=" + folder),
                    Map.of("ONWARD_MODELS", missing.toString()),
                    "doctor",
                    "--port",
                    port);

            assertThat(ended.out().lines().filter(line -> line.startsWith("not ok")))
                    .containsExactly(
                            "not ok  ONNX Runtime: " + notThere(),
                            "not ok  models: " + missing + ": expected a readable folder",
                            "not ok  address: port " + port
                                    + " on 127.0.0.1 is in use by another program; choose another with --port (0 picks"
                                    + " a free one)");
            assertThat(ended.exit()).isEqualTo(1);
        }
    }

    @Test
    void namesEverySettingThatIsWrong() {
        OnwardProcess.Ended ended = OnwardProcess.run("doctor", "--port", "abc", "--row-limit", "0");

        assertThat(ended.out().lines())
                .endsWith("not ok  settings: --port: expected a whole number from 0 to 65535, got \"abc\"; --row-limit:"
                        + " expected a whole number from 1 to 2147483647, got \"0\"");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatAModelCannotBeOpened() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");

        OnwardProcess.Ended ended = OnwardProcess.run("doctor", "--port", "0", "--model", broken.toString());

        assertThat(ended.out().lines())
                .anyMatch(
                        line -> line.startsWith("not ok  model: " + broken + ": is no ONNX model, or not all of one"));
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void opensEveryModelOfTheFolder() throws IOException {
        OnwardProcess.Ended empty = OnwardProcess.run("doctor", "--port", "0", "--models", folder.toString());
        Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        OnwardProcess.Ended well = OnwardProcess.run("doctor", "--port", "0", "--models", folder.toString());
        OnwardProcess.Ended other =
                OnwardProcess.run("doctor", "--port", "0", "--models", folder.toString(), "--default-model", "other");
        Files.writeString(folder.resolve("broken.onnx"), "this is no model");
        OnwardProcess.Ended broken = OnwardProcess.run("doctor", "--port", "0", "--models", folder.toString());

        assertThat(empty.out().lines())
                .contains("not ok  models: the folder " + folder
                        + " contains no model: expected name.onnx or name/version/model.onnx");
        assertThat(well.out().lines()).contains("ok      models: banknote, version 1: reproduces its 11 golden rows");
        assertThat(well.exit()).isZero();
        assertThat(other.out().lines())
                .contains("not ok  models: the default model \"other\" is not served; available: banknote");
        assertThat(broken.out().lines())
                .contains("ok      models: banknote, version 1: reproduces its 11 golden rows")
                .anyMatch(line -> line.startsWith("not ok  models: broken.onnx: is no ONNX model, or not all of one"));
        assertThat(List.of(empty, other, broken))
                .allSatisfy(ended -> assertThat(ended.exit()).isEqualTo(1))
                .allSatisfy(ended -> assertThat(ended.err()).isEmpty());
    }

    @Test
    void saysOfEveryFileOfTheFolderWhyItCannotBeOpened() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.writeString(folder.resolve("broken" + i + ".onnx"), "this is no model");
        }

        OnwardProcess.Ended ended = OnwardProcess.run("doctor", "--port", "0", "--models", folder.toString());

        assertThat(ended.out().lines().filter(line -> line.startsWith("not ok  models: broken")))
                .hasSize(5);
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysAsServingDoesThatNothingMayBeExecutedInTheTemporaryFolder() {
        List<String> jvm = List.of("-Djava.io.tmpdir=" + folder);
        String fault = CANNOT + "nothing may be executed in " + folder
                + ", probably because it is mounted noexec; name another folder with -Djava.io.tmpdir=FOLDER";

        OnwardProcess.Ended doctor = OnwardProcess.execute(
                Mount.over(folder, "noexec", OnwardProcess.command(jvm, List.of("doctor", "--port", "0"))), Map.of());
        OnwardProcess.Ended serving = OnwardProcess.execute(
                Mount.over(folder, "noexec", OnwardProcess.command(jvm, List.of("--port", "0"))), Map.of());

        assertThat(doctor.out().lines()).contains("not ok  ONNX Runtime: " + fault);
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(serving.err().lines()).endsWith("onward: " + fault);
        assertThat(serving.exit()).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysAsServingDoesThatTheTemporaryFolderIsOfNoUse() {
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
                        .endsWith("; choose another with java -Djava.io.tmpdir=FOLDER -jar\n");
                assertThat(ended.exit()).isEqualTo(1);
            }
        }
    }

    /** Any reason would do; this one works on every machine. */
    @Test
    void readinessAndGallerySayTheSameAndTheLogSaysItOnce() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("first.onnx"));
        Files.copy(Path.of("model.onnx"), models.resolve("second.onnx"));

        try (OnwardProcess server = OnwardProcess.serve(
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
        return CANNOT + "there is no " + folder.resolve(System.mapLibraryName("onnxruntime"))
                + ", where -Donnxruntime.native.path says that it is; correct that property or leave it out";
    }
}
