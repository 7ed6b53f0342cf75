package dev.onward.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
 * Reads lists of API keys: {@code NAME:SHA256}, divided by commas, blanks or lines. Messages never repeat what they are
 * about, since it may be a key that somebody wrote where its hash belongs.
 */
final class ApiKeyReader {

    private static final Pattern DIVIDERS = Pattern.compile("[,\\s]+");
    private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}:[0-9A-Fa-f]{64}");

    private final Consumer<String> problems;
    private final List<ApiKey> keys = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** @param problems gets what is wrong, a sentence each */
    ApiKeyReader(Consumer<String> problems) {
        this.problems = problems;
    }

    /**
     * Takes the keys that a setting lists. A setting that is there and lists none is a mistake, which must not let everyone in.
     *
     * @param origin what messages call it
     */
    void take(String origin, String text) {
        List<String> entries =
                DIVIDERS.splitAsStream(text).filter(entry -> !entry.isEmpty()).toList();
        if (entries.isEmpty()) {
            problems.accept(origin + ": expected NAME:SHA256, got no key");
        }
        for (int i = 0; i < entries.size(); i++) {
            take(origin, i + 1, entries.get(i));
        }
    }

    /** Takes the keys in a file, in which lines that begin with # are remarks. */
    void takeFile(String origin, Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            take(
                    origin,
                    lines.filter(line -> !line.stripLeading().startsWith("#")).collect(Collectors.joining("\n")));
        } catch (IOException | UncheckedIOException e) {
            problems.accept(origin + ": expected a file that can be read, got another path");
        }
    }

    List<ApiKey> keys() {
        return List.copyOf(keys);
    }

    private void take(String origin, int number, String entry) {
        Optional<ApiKey> key = Optional.of(entry)
                .filter(text -> ENTRY.matcher(text).matches())
                .map(text -> new ApiKey(
                        text.substring(0, text.indexOf(':')),
                        text.substring(text.indexOf(':') + 1).toLowerCase(Locale.ROOT)));
        if (key.isEmpty()) {
            problems.accept(origin + ", key " + number
                    + ": expected NAME:SHA256 with 64 hexadecimal digits, got something else");
        } else if (!names.add(key.get().name())) {
            problems.accept(origin + ", key " + number + ": expected another name, got that of a key before it");
        }
        key.ifPresent(keys::add);
    }
}
