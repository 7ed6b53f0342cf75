package dev.onward.runtime;

import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the system says when the native ONNX Runtime does not work on it, as one sentence with the way out. */
final class NativeErrors {

    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final String CANNOT = "the native ONNX Runtime cannot be loaded: ";

    private static final Pattern LOCALE =
            Pattern.compile("Failed to construct locale with name:(\\S+?):.*language-pack", Pattern.DOTALL);

    private NativeErrors() {}

    /** What a part of the system's message means. Words in braces stand for what is found in the message or is set. */
    private enum Rule {
        OTHER_VERSION(
                "version [`']VERS_([\\d.]+)' not found",
                "another version of it is in this JVM already, from another application or from this one before it was"
                        + " redeployed, and one process holds only one; restart the JVM, and if another application"
                        + " brings it, run Onward in a JVM of its own or have both use the version {found}"),
        OLD_SYSTEM(
                "version [`']((?:GLIBC|GLIBCXX|CXXABI)_[\\d.]+)' not found",
                "this system is too old for it and has no {found}; use one with glibc 2.27 and libstdc++ 7 or newer,"
                        + " such as Debian 10, Ubuntu 18.04, RHEL 8 or an image based on one of them"),
        // Only musl's loader speaks of errors in these words; glibc's says "cannot open shared object file".
        MUSL(
                "Error (?:loading shared library|relocating) ",
                "it needs glibc, and this system's C library is musl, as in Alpine images; use an image based on Debian,"
                        + " Ubuntu or another system with glibc"),
        NO_LIBRARY(
                ": ([^\\s/:]+): cannot open shared object file",
                "this system lacks {found}; install it (Debian, Ubuntu: apt-get install libstdc++6), or use an image that"
                        + " has it"),
        NO_EXECUTION(
                "failed to map segment from shared object(?:: Operation not permitted)?$",
                "nothing may be executed in {folder}, probably because it is mounted noexec; name another folder with"
                        + " -D{property}=FOLDER"),
        TWICE(
                "Native Library (.*) already loaded in another classloader",
                "another application in this JVM has loaded {found} already, or this one before it was redeployed, since"
                        + " -Donnxruntime.native.path names it for all; restart the JVM without that property, so that each"
                        + " unpacks its own"),
        NOT_THERE(
                "Native library '.*' not found at (.*)",
                "there is no {found}, where -Donnxruntime.native.path says that it is; correct that property or leave it"
                        + " out"),
        NO_JAR(
                "^ai[./]onnxruntime[./]",
                "this is the variant of Onward without it, and the folder of libraries that the container shares does not"
                        + " have it either; copy onnxruntime-*.jar there, or deploy onward.war, which brings it"),
        // The runtime looks into the library path for what it does not bring.
        NO_PLATFORM(
                "Unsupported (?:os|arch):|no onnxruntime(?:4j_jni)? in java.library.path",
                "it has no library for {platform}, only for Linux on x86-64 and ARM64, macOS on ARM64 and Windows on x86-64;"
                        + " run Onward there, or build the library and name its folder with"
                        + " -Donnxruntime.native.path=FOLDER");

        private final Pattern symptom;
        private final String sentence;

        Rule(String symptom, String sentence) {
            this.symptom = Pattern.compile(symptom);
            this.sentence = sentence;
        }

        Optional<String> explain(String said) {
            Matcher matcher = symptom.matcher(said);
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

    /** What was wrong in the first place. */
    static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Why the library cannot be loaded; in the system's own words if nothing is known of them. */
    static String explain(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        return CANNOT
                + Stream.of(Rule.values())
                        .flatMap(rule -> rule.explain(said).stream())
                        .findFirst()
                        .orElseGet(() -> cause instanceof IOException e ? unpacking(e) : said);
    }

    private static String unpacking(IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such folder" : Text.reason(e);
        return "it cannot be unpacked to the temporary folder " + property(TEMPORARY) + ": " + reason
                + "; it needs 30 MB in a folder that can be written to, which -D" + TEMPORARY + "=FOLDER names";
    }

    /** What a model lacks that changes upper and lower case; empty if the runtime speaks of something else. */
    static Optional<String> locale(String said) {
        Matcher matcher = LOCALE.matcher(said);
        return matcher.find()
                ? Optional.of("changes upper and lower case (StringNormalizer) by the locale "
                        + Text.cut(matcher.group(1)) + ", which this system lacks; install it (Debian, Ubuntu: apt-get"
                        + " install locales-all; Fedora, RHEL: dnf install glibc-all-langpacks) and restart")
                : Optional.empty();
    }

    private static String property(String name) {
        return String.valueOf(System.getProperty(name));
    }
}
