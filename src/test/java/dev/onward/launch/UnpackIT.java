package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Mount;
import dev.onward.OnwardProcess;
import dev.onward.OnwardProcess.Ended;
import dev.onward.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code unpack}, and what it writes, started as users start it. */
class UnpackIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesAndScoresFromTheFolder() throws IOException {
        Path unpacked = folder.resolve("new/onward");

        Ended ended = OnwardProcess.run("unpack", unpacked.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("Unpacked. To start: java -jar " + unpacked.resolve("onward.jar") + "\n");
        assertThat(ended.exit()).isZero();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> jvm = List.of("-Djava.io.tmpdir=" + temporary);
        try (OnwardProcess server = OnwardProcess.start(command(unpacked, jvm, "--port", "0"), Map.of())) {
            Http http = Http.to(server);
            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
            assertThat(http.get("/").body()).contains("<form");
            assertThat(http.get("/openapi.json").status()).isEqualTo(200);
            assertThat(http.get("/static/onward.css").status()).isEqualTo(200);
            assertThat(natives(temporary)).isEmpty();
        }
        Ended scored = OnwardProcess.execute(command(unpacked, jvm, "score", "data/banknote.csv"), Map.of());
        assertThat(scored.out()).startsWith("variance,skewness,curtosis,entropy,class,label,");
        assertThat(scored.exit()).isZero();
        assertThat(temporary).isEmptyDirectory();
        Path link = Files.createSymbolicLink(folder.resolve("onward"), unpacked.resolve("onward.jar"));
        List<String> linked = new ArrayList<>(command(unpacked, jvm, "score", "data/banknote.csv"));
        linked.replaceAll(word -> word.endsWith("onward.jar") ? link.toString() : word);
        assertThat(OnwardProcess.execute(linked, Map.of()).out()).isEqualTo(scored.out());
        Ended again = OnwardProcess.execute(command(unpacked, jvm, "unpack", folder + "/other"), Map.of());
        assertThat(again.err()).isEqualTo("onward: only onward.war can be unpacked; this is unpacked already\n");
        assertThat(again.exit()).isEqualTo(2);
    }

    /** As docs/operations.md describes it. On JDK 25, the path of the jar may be relative in one of the two. */
    @Test
    void startsFromAnArchiveOfClasses() throws IOException {
        assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "lib/server/classes.jsa")),
                "this JDK has no archive of its own classes, without which it can make no other");
        boolean hasCache = Runtime.version().feature() >= 25;
        Path archive = folder.resolve("onward.archive");
        Path log = folder.resolve("classes.log");
        Path unpacked = folder.resolve("onward");
        assertThat(OnwardProcess.run("unpack", unpacked.toString()).exit()).isZero();
        List<String> create = List.of((hasCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
        Path created = hasCache ? Path.of("").toAbsolutePath().relativize(unpacked) : unpacked;
        predict(command(created, create, "--port", "0"));
        List<String> use = List.of(
                (hasCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive, "-Xlog:class+load:file=" + log);

        predict(command(unpacked, use, "--port", "0"));

        assertThat(archived(log, "dev.onward.")).hasSizeGreaterThan(500);
        assertThat(archived(log, "org.eclipse.jetty.")).hasSizeGreaterThan(500);
    }

    @Test
    void keepsWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        for (Path target : List.of(file, folder)) {
            Ended ended = OnwardProcess.run("unpack", target.toString());

            assertThat(ended.err())
                    .isEqualTo("onward: " + target + ": expected a folder that does not exist yet, or is empty;"
                            + " choose another, or delete it\n");
            assertThat(ended.exit()).isEqualTo(2);
        }
        assertThat(file).hasContent("kept");
        assertThat(OnwardProcess.run("unpack", empty.toString()).exit()).isZero();
        Path inside = file.resolve("onward");
        Ended failed = OnwardProcess.run("unpack", inside.toString());
        assertThat(failed.err()).isEqualTo("onward: " + inside + ": cannot be written: Not a directory\n");
        assertThat(failed.exit()).isEqualTo(1);
    }

    @Test
    void leavesAllOrNothingWhenItIsInterrupted() throws IOException, InterruptedException {
        Path target = folder.resolve("onward");
        Process unpacking = new ProcessBuilder(OnwardProcess.command(List.of(), List.of("unpack", target.toString())))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Patience.await(() -> Files.exists(target.resolve("lib")), "it has begun");

        unpacking.destroy();

        unpacking.waitFor();
        if (!Files.exists(target.resolve("onward.jar"))) {
            assertThat(target).isEmptyDirectory();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNothingOnAFullDisk() {
        String unpack = String.join(" ", OnwardProcess.command(List.of(), List.of("unpack", folder + "/onward")));

        Ended ended = OnwardProcess.execute(
                Mount.over(folder, "size=20m", List.of("sh", "-c", unpack + "; echo $?; ls " + folder + "/onward")),
                Map.of());

        assertThat(ended.err())
                .isEqualTo("onward: " + folder + "/onward: cannot be written: No space left on device\n");
        assertThat(ended.out()).isEqualTo("1\n");
    }

    private static void predict(List<String> command) {
        try (OnwardProcess server = OnwardProcess.start(command, Map.of())) {
            assertThat(Http.to(server).postJson("/predict", BankNotes.GENUINE).status())
                    .isEqualTo(200);
        }
    }

    private static List<String> command(Path unpacked, List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(OnwardProcess.command(jvm, List.of(arguments)));
        command.set(
                command.indexOf(OnwardProcess.war().toString()),
                unpacked.resolve("onward.jar").toString());
        return command;
    }

    private static List<Path> natives(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("onnxruntime"))
                    .toList();
        }
    }

    private static List<String> archived(Path log, String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" " + prefix) && line.contains("shared objects file"))
                    .toList();
        }
    }
}
