package dev.onward.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses lists of API keys: {@code NAME:SHA256}, separated by commas, spaces or line breaks. Problems never quote the
 * text, because someone may have entered a key in place of its hash.
 */
final class ApiKeyReader {

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}:[0-9A-Fa-f]{64}");

    private final Consumer<String> problems;
    private final List<ApiKey> keys = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** @param problems receives a message for every problem */
    ApiKeyReader(Consumer<String> problems) {
        this.problems = problems;
    }

    /**
     * Adds the keys of a list. A list without keys is a problem: it must not open the application to everyone.
     *
     * @param origin the setting's name in messages
     */
    void add(String origin, String text) {
        List<String> entries =
                SEPARATORS.splitAsStream(text).filter(entry -> !entry.isEmpty()).toList();
        if (entries.isEmpty()) {
            problems.accept(origin + ": expected NAME:SHA256, got no key");
        }
        for (int i = 0; i < entries.size(); i++) {
            add(origin + ", key " + (i + 1), parse(entries.get(i)));
        }
    }

    /** Adds the keys in a file. Lines that begin with # are comments. */
    void addFile(String origin, Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            add(
                    origin,
                    lines.filter(line -> !line.stripLeading().startsWith("#")).collect(Collectors.joining("\n")));
        } catch (IOException | UncheckedIOException e) {
            problems.accept(origin + ": cannot be read" + reason(file, e));
        }
    }

    private static String reason(Path file, Exception e) {
        if (Files.isDirectory(file)) {
            return ": it is a folder";
        } else if (e instanceof NoSuchFileException) {
            return ": it does not exist";
        }
        return e instanceof AccessDeniedException ? ": access is denied" : "";
    }

    List<ApiKey> keys() {
        return List.copyOf(keys);
    }

    private static Optional<ApiKey> parse(String entry) {
        return Optional.of(entry)
                .filter(text -> ENTRY.matcher(text).matches())
                .map(text -> new ApiKey(
                        text.substring(0, text.indexOf(':')),
                        text.substring(text.indexOf(':') + 1).toLowerCase(Locale.ROOT)));
    }

    private void add(String origin, Optional<ApiKey> key) {
        if (key.isEmpty()) {
            problems.accept(origin + ": expected NAME:SHA256 with 64 hexadecimal digits, got a different format");
        } else if (!names.add(key.get().name())) {
            problems.accept(origin + ": expected a unique name, got the name of an earlier key");
        }
        key.ifPresent(keys::add);
    }
}
