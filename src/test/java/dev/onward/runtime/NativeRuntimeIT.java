package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.Mount;
import dev.onward.OnwardProcess;
import dev.onward.onnx.OnnxGraphs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reproduces every known failure to load the runtime, each in a process of its own whose log has the cause. Musl is
 * left out, since there is no JDK for it here.
 */
class NativeRuntimeIT {

    private static final String CANNOT = "the native ONNX Runtime cannot be loaded: ";
    private static final String NEEDS =
            "; it needs 30 MB in a writable folder, which can be set with -Djava.io.tmpdir=FOLDER";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isLoadedBySeveralApplicationsOfOneProcess() {
        OnwardProcess.Ended ended = load(2);

        assertThat(ended.out().lines()).containsOnly("opened banknote").hasSize(4);
    }

    @Test
    void saysThatTheTemporaryFolderIsMissing() {
        Path missing = folder.resolve("missing");

        OnwardProcess.Ended ended = load(1, "-Djava.io.tmpdir=" + missing);

        assertSays(
                ended,
                "it cannot be unpacked to the temporary folder " + missing + ": the folder does not exist" + NEEDS,
                "java.nio.file.NoSuchFileException: " + missing);
    }

    @Test
    void saysThatTheTemporaryFolderIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        OnwardProcess.Ended ended = load(1, "-Djava.io.tmpdir=" + file);

        assertSays(
                ended,
                "it cannot be unpacked to the temporary folder " + file + ": Not a directory" + NEEDS,
                "Not a directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheTemporaryFolderIsReadOnly() {
        OnwardProcess.Ended ended = load(Mounted.of(folder, "ro"));

        assertSays(
                ended,
                "it cannot be unpacked to the temporary folder " + folder + ": Read-only file system" + NEEDS,
                "Read-only file system");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheTemporaryFolderIsFull() {
        OnwardProcess.Ended ended = load(Mounted.of(folder, "size=1m"));

        assertSays(
                ended,
                "it cannot be unpacked to the temporary folder " + folder + ": No space left on device" + NEEDS,
                "java.io.IOException: No space left on device");
        assertThat(ended.err()).doesNotContain("\tat ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheTemporaryFolderIsMountedNoexec() {
        OnwardProcess.Ended ended = load(Mounted.of(folder, "noexec"));

        assertSays(
                ended,
                "files in " + folder
                        + " cannot be executed, probably because the folder is mounted noexec;"
                        + " choose another one with -Djava.io.tmpdir=FOLDER",
                "failed to map segment from shared object");
    }

    @Test
    void saysThatTheNativePathIsWrong() {
        OnwardProcess.Ended ended = load(1, "-Donnxruntime.native.path=" + folder);

        assertSays(
                ended,
                "-Donnxruntime.native.path points to " + folder.resolve(System.mapLibraryName("onnxruntime"))
                        + ", which does not exist; correct that property or remove it",
                "java.io.IOException: Native library 'onnxruntime' not found at ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatAnotherApplicationHasLoadedTheSameFile() throws IOException {
        NativeLibraries.unpack(folder, "", "");

        OnwardProcess.Ended ended = load(2, "-Donnxruntime.native.path=" + folder);

        String message =
                CANNOT + "another application in this JVM, or this one before a redeployment, has already loaded "
                        + folder.resolve("libonnxruntime.so")
                        + ", because all applications share the file set with -Donnxruntime.native.path; restart the"
                        + " JVM without that property, so that each application uses its own copy";
        assertThat(ended.out().lines()).containsExactly("opened banknote", "opened banknote", message, message);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheProcessorIsNotSupported() {
        for (String processor : List.of("riscv64", "ppc64le")) {
            OnwardProcess.Ended ended = load(1, "-Dos.arch=" + processor);

            assertSays(
                    ended,
                    "there is no library for Linux on " + processor
                            + ", only for Linux on x86-64 and ARM64, macOS on ARM64 and Windows on x86-64; run Onward"
                            + " on one of these, or build the library and specify its folder with"
                            + " -Donnxruntime.native.path=FOLDER",
                    processor.equals("riscv64") ? "Unsupported arch:riscv64" : "no onnxruntime in java.library.path");
        }
    }

    /** Without an old system: a copy of the library that asks for a glibc of the future. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheSystemIsTooOld() throws IOException {
        NativeLibraries.unpack(folder, "GLIBC_2.27", "GLIBC_9.27");

        OnwardProcess.Ended ended = load(1, "-Donnxruntime.native.path=" + folder);

        assertSays(
                ended,
                "this system is too old: it does not have GLIBC_9.27; use one with glibc 2.27 and libstdc++ 7 or newer,"
                        + " such as Debian 10, Ubuntu 18.04, RHEL 8 or an image based on one of them",
                "version `GLIBC_9.27' not found (required by ");
    }

    /** Without a bare image: a copy that asks for a library under another name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatALibraryOfTheSystemIsMissing() throws IOException {
        NativeLibraries.unpack(folder, "libstdc++.so.6", "libstdc++.so.9");

        OnwardProcess.Ended ended = load(1, "-Donnxruntime.native.path=" + folder);

        assertSays(
                ended,
                "this system does not have libstdc++.so.9; install it (Debian, Ubuntu: apt-get install libstdc++6), or use an"
                        + " image that has it",
                "libstdc++.so.9: cannot open shared object file: No such file or directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatAModelOfTextNeedsALocale() throws IOException {
        byte[] lower = new OnnxGraphs()
                .input("text", DataType.STRING, -1)
                .node("StringNormalizer", List.of("text"), "lower", OnnxGraphs.attribute("case_change_action", "LOWER"))
                .output("lower", DataType.STRING, -1)
                .bytes();
        Path text = Files.write(folder.resolve("text.onnx"), lower);

        OnwardProcess.Ended ended = OnwardProcess.execute(
                command(List.of(), 1, text),
                Map.of("LOCPATH", folder.resolve("missing").toString()));

        assertThat(ended.out().lines().distinct())
                .containsExactly(text + ": its StringNormalizer operator needs the locale en_US.UTF-8, which this"
                        + " system does not have; install it (Debian,"
                        + " Ubuntu: apt-get install locales-all; Fedora, RHEL: dnf install glibc-all-langpacks) and"
                        + " restart");
    }

    /** Asserts the same message each time, and the cause once in the log. */
    private static void assertSays(OnwardProcess.Ended ended, String message, String cause) {
        assertThat(ended.out().lines()).containsExactly(CANNOT + message, CANNOT + message);
        assertThat(ended.err().lines().filter(line -> line.contains("loading the native ONNX Runtime failed: ")))
                .singleElement()
                .asString()
                .contains(cause);
    }

    /** A process with a file system of its own as temporary folder. */
    private record Mounted(List<String> command) {

        static Mounted of(Path folder, String options) {
            List<String> jvm = List.of("-Djava.io.tmpdir=" + folder);
            return new Mounted(Mount.over(folder, options, NativeRuntimeIT.command(jvm, 1, Path.of("model.onnx"))));
        }
    }

    private static OnwardProcess.Ended load(Mounted mounted) {
        return OnwardProcess.execute(mounted.command(), Map.of());
    }

    private static OnwardProcess.Ended load(int classLoaders, String... properties) {
        return OnwardProcess.execute(command(List.of(properties), classLoaders, Path.of("model.onnx")), Map.of());
    }

    private static List<String> command(List<String> jvm, int classLoaders, Path model) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
        command.addAll(List.of(LoadingRuntime.class.getName(), Integer.toString(classLoaders), model.toString()));
        return command;
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                Arrays.stream(classPath.split(File.pathSeparator, -1))
                        .map(entry -> new File(entry).getAbsolutePath())
                        .toList());
    }
}
