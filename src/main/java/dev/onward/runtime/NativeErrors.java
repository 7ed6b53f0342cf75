package dev.onward.runtime;

import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Explains the errors of the operating system and the runtime when the native ONNX Runtime does not work on a machine,
 * and gives the remedy.
 */
final class NativeErrors {

    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final String CANNOT = "the native ONNX Runtime cannot be loaded: ";

    private static final Pattern LOCALE =
            Pattern.compile("Failed to construct locale with name:(\\S+?):.*language-pack", Pattern.DOTALL);

    private NativeErrors() {}

    /**
     * Maps a pattern of an error message to an explanation. Placeholders: {found} is the first group of the pattern,
     * the others are system properties.
     */
    private enum Rule {
        OTHER_VERSION(
                "version [`']VERS_([\\d.]+)' not found",
                "this JVM has already loaded a different version, for another application or before a redeployment of"
                        + " this one, and a JVM can load only one version; restart the JVM, and if another"
                        + " application needs the other version, run Onward in a separate JVM or use version {found}"
                        + " in both"),
        OLD_SYSTEM(
                "version [`']((?:GLIBC|GLIBCXX|CXXABI)_[\\d.]+)' not found",
                "this system is too old: it does not have {found}; use one with glibc 2.27 and libstdc++ 7 or newer,"
                        + " such as Debian 10, Ubuntu 18.04, RHEL 8 or an image based on one of them"),
        // Only musl's loader uses this wording; glibc's says "cannot open shared object file".
        MUSL(
                "Error (?:loading shared library|relocating) ",
                "it needs glibc, but this system uses musl, as Alpine images do; use an image based on Debian,"
                        + " Ubuntu or another system with glibc"),
        NO_LIBRARY(
                ": ([^\\s/:]+): cannot open shared object file",
                "this system does not have {found}; install it (Debian, Ubuntu: apt-get install libstdc++6), or use an"
                        + " image that has it"),
        NO_EXECUTION(
                "failed to map segment from shared object(?:: Operation not permitted)?$",
                "files in {folder} cannot be executed, probably because the folder is mounted noexec; choose another"
                        + " one with -D{property}=FOLDER"),
        TWICE(
                "Native Library (.*) already loaded in another classloader",
                "another application in this JVM, or this one before a redeployment, has already loaded {found},"
                        + " because all applications share the file set with -Donnxruntime.native.path; restart the JVM"
                        + " without that property, so that each application uses its own copy"),
        NOT_THERE(
                "Native library '.*' not found at (.*)",
                "-Donnxruntime.native.path points to {found}, which does not exist; correct that property or remove"
                        + " it"),
        NO_JAR(
                "^ai[./]onnxruntime[./]",
                "this variant of Onward does not contain it, and neither does the container's folder of shared"
                        + " libraries; copy onnxruntime-*.jar there, or deploy onward.war, which contains it"),
        // The runtime searches the library path for libraries that its JAR does not contain.
        NO_PLATFORM(
                "Unsupported (?:os|arch):|no onnxruntime(?:4j_jni)? in java.library.path",
                "there is no library for {platform}, only for Linux on x86-64 and ARM64, macOS on ARM64 and Windows on"
                        + " x86-64; run Onward on one of these, or build the library and specify its folder with"
                        + " -Donnxruntime.native.path=FOLDER");

        private final Pattern symptom;
        private final String sentence;

        Rule(String symptom, String sentence) {
            this.symptom = Pattern.compile(symptom);
            this.sentence = sentence;
        }

        Optional<String> explain(String message) {
            Matcher matcher = symptom.matcher(message);
            if (!matcher.find()) {
                return Optional.empty();
            }
            String property = System.getProperty(NATIVE_PATH) == null ? TEMPORARY : NATIVE_PATH;
            return Optional.of(sentence.replace("{property}", property)
                    .replace("{folder}", property(property))
                    .replace("{platform}", property("os.name") + " on " + property("os.arch"))
                    .replace("{found}", matcher.groupCount() == 0 ? "" : matcher.group(1)));
        }
    }

    /** The innermost cause. */
    static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The reason why the library cannot be loaded, with the remedy; the original message if no rule matches. */
    static String explain(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return CANNOT
                + Stream.of(Rule.values())
                        .flatMap(rule -> rule.explain(message).stream())
                        .findFirst()
                        .orElseGet(() -> cause instanceof IOException e ? extraction(e) : message);
    }

    private static String extraction(IOException e) {
        String reason = e instanceof NoSuchFileException ? "the folder does not exist" : Text.reason(e);
        return "it cannot be unpacked to the temporary folder " + property(TEMPORARY) + ": " + reason
                + "; it needs 30 MB in a writable folder, which can be set with -D" + TEMPORARY + "=FOLDER";
    }

    /** The explanation if the message is about a missing locale of a StringNormalizer. */
    static Optional<String> locale(String message) {
        Matcher matcher = LOCALE.matcher(message);
        return matcher.find()
                ? Optional.of("its StringNormalizer operator needs the locale "
                        + Text.cut(matcher.group(1)) + ", which this system does not have; install it (Debian, Ubuntu:"
                        + " apt-get install locales-all; Fedora, RHEL: dnf install glibc-all-langpacks) and restart")
                : Optional.empty();
    }

    private static String property(String name) {
        return String.valueOf(System.getProperty(name));
    }
}
