package dev.onward.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The C library of this process, found by its file among the mapped files that Linux lists. */
public final class CLibrary {

    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final Pattern GLIBC_FILE = Pattern.compile("libc(?:\\.so\\.6|-[\\d.]+\\.so)");
    private static final Pattern GLIBC_VERSION = Pattern.compile("GNU C Library [^\\n]*?version ([\\d.]*\\d)");

    private CLibrary() {}

    /** The name, with the version if it is glibc; empty on other systems. */
    public static Optional<String> find() {
        return find(MAPPED);
    }

    static Optional<String> find(Path maps) {
        try (Stream<String> mapped = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
            return mapped.filter(line -> line.contains("/"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .flatMap(file -> name(file).stream())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (name.startsWith("ld-musl-")) {
            return Optional.of("musl");
        }
        return GLIBC_FILE.matcher(name).matches() ? Optional.of("glibc" + version(file)) : Optional.empty();
    }

    private static String version(String glibc) {
        try {
            Matcher version = GLIBC_VERSION.matcher(Files.readString(Path.of(glibc), StandardCharsets.ISO_8859_1));
            return version.find() ? " " + version.group(1) : "";
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}
