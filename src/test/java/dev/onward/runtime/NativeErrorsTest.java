package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as systems gave them. {@link NativeRuntimeIT} reproduces all but those of musl. */
class NativeErrorsTest {

    private static final String FOLDER = System.getProperty("java.io.tmpdir");

    static Stream<Arguments> texts() {
        String unpacked = "/tmp/onnxruntime-java7141989890306817016/";
        return Stream.of(
                Arguments.of(
                        unpacked + "libonnxruntime4j_jni.so: /tmp/onnxruntime-java506545210054100096/libonnxruntime.so:"
                                + " version `VERS_1.28.0' not found (required by " + unpacked
                                + "libonnxruntime4j_jni.so)",
                        "this JVM has already loaded a different version, for another application or before a"
                                + " redeployment of this one, and a JVM can load only one version; restart the JVM,"
                                + " and if another application needs the other version, run Onward in a separate JVM"
                                + " or use version"
                                + " 1.28.0 in both"),
                Arguments.of(
                        "/n/libonnxruntime.so: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.27' not found"
                                + " (required by /n/libonnxruntime.so)",
                        "this system is too old: it does not have GLIBC_2.27; use one with glibc 2.27 and libstdc++ 7 or"
                                + " newer, such as Debian 10, Ubuntu 18.04, RHEL 8 or an image based on one of them"),
                Arguments.of(
                        unpacked + "libonnxruntime.so: " + unpacked
                                + "libonnxruntime.so: failed to map segment from shared object",
                        "files in " + FOLDER
                                + " cannot be executed, probably because the folder is mounted noexec; choose"
                                + " another one with -Djava.io.tmpdir=FOLDER"),
                Arguments.of(
                        "/n/libonnxruntime.so: libstdc++.so.6: cannot open shared object file: No such file or"
                                + " directory",
                        "this system does not have libstdc++.so.6; install it (Debian, Ubuntu: apt-get install libstdc++6), or"
                                + " use an image that has it"),
                Arguments.of(
                        "Native Library /n/libonnxruntime.so already loaded in another classloader",
                        "another application in this JVM, or this one before a redeployment, has already loaded"
                                + " /n/libonnxruntime.so, because all applications share the file set with"
                                + " -Donnxruntime.native.path; restart the JVM without that property, so that each"
                                + " application uses its own copy"),
                Arguments.of(
                        "Unsupported arch:riscv64",
                        "there is no library for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch")
                                + ", only for Linux on x86-64 and ARM64, macOS on ARM64 and Windows on x86-64; run"
                                + " Onward on one of these, or build the library and specify its folder with"
                                + " -Donnxruntime.native.path=FOLDER"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void givesTheCauseAndTheRemedy(String error, String sentence) {
        assertThat(NativeErrors.explain(new UnsatisfiedLinkError(error)))
                .isEqualTo("the native ONNX Runtime cannot be loaded: " + sentence);
    }

    /** As musl 1.2.3 reports it when it loads the library: without libstdc++, with the one of glibc, and with both. */
    @ParameterizedTest
    @MethodSource("musl")
    void recognisesMuslByItsMessages(String error) {
        assertThat(NativeErrors.explain(new UnsatisfiedLinkError("/tmp/a/libonnxruntime.so: " + error)))
                .isEqualTo("the native ONNX Runtime cannot be loaded: it needs glibc, but this system uses musl, as"
                        + " Alpine images do; use an image based on Debian, Ubuntu or another system with glibc");
    }

    static Stream<String> musl() {
        return Stream.of(
                "Error loading shared library libstdc++.so.6: No such file or directory (needed by"
                        + " /tmp/a/libonnxruntime.so)",
                "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by"
                        + " /tmp/a/libonnxruntime.so)",
                "Error relocating /tmp/a/libonnxruntime.so: __vsnprintf_chk: symbol not found");
    }

    @Test
    void namesTheTemporaryFolderAndTheReason() {
        String cannot =
                "the native ONNX Runtime cannot be loaded: it cannot be unpacked to the temporary folder " + FOLDER;
        String wayOut = "; it needs 30 MB in a writable folder, which can be set with -Djava.io.tmpdir=FOLDER";

        assertThat(NativeErrors.explain(new FileSystemException("/t/o", null, "Read-only file system")))
                .isEqualTo(cannot + ": Read-only file system" + wayOut);
        assertThat(NativeErrors.explain(new NoSuchFileException("/t/o")))
                .isEqualTo(cannot + ": the folder does not exist" + wayOut);
        assertThat(NativeErrors.explain(new IOException("No space left on device")))
                .isEqualTo(cannot + ": No space left on device" + wayOut);
    }

    @Test
    void keepsUnknownMessages() {
        assertThat(NativeErrors.explain(new UnsatisfiedLinkError(
                        "/n/libonnxruntime.so: failed to map segment from shared object: Cannot allocate memory")))
                .isEqualTo("the native ONNX Runtime cannot be loaded: /n/libonnxruntime.so: failed to map segment from"
                        + " shared object: Cannot allocate memory");
        assertThat(NativeErrors.locale("Error code - ORT_FAIL - message: something else"))
                .isEmpty();
    }

    @Test
    void namesTheLocaleThatIsMissing() {
        assertThat(NativeErrors.locale("Error code - ORT_FAIL - message: Exception during initialization:"
                        + " /onnxruntime_src/onnxruntime/core/providers/cpu/text/string_normalizer.cc:235"
                        + " onnxruntime::StringNormalizer::Locale::Locale(const std::string&)::<lambda()> Failed to"
                        + " construct locale with name:en_US.UTF-8:locale::facet::_S_create_c_locale name not"
                        + " valid:Please, install necessary language-pack-XX and configure locales"))
                .contains("its StringNormalizer operator needs the locale en_US.UTF-8, which this system does not"
                        + " have; install it (Debian, Ubuntu: apt-get install locales-all; Fedora, RHEL: dnf install"
                        + " glibc-all-langpacks) and restart");
    }
}
