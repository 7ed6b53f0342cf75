package dev.onward.settings;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parses the texts of settings and collects the problems. An invalid value is replaced by a valid one until {@link
 * #throwIfInvalid}.
 */
final class SettingsReader {

    private static final Map<String, Long> UNITS = Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private final List<Settings.Source> sources;
    private final List<String> problems = new ArrayList<>();

    /** @param sources in order of precedence */
    SettingsReader(List<Settings.Source> sources) {
        this.sources = sources;
    }

    /** @throws SettingsException with all problems, if there are any */
    void throwIfInvalid() {
        if (!problems.isEmpty()) {
            throw new SettingsException(String.join("; ", problems));
        }
    }

    void addProblem(String problem) {
        problems.add(problem);
    }

    /** Returns the setting's name in the source that its value comes from, for messages. */
    String origin(Setting setting) {
        return sources.stream()
                .filter(source -> source.text(setting).isPresent())
                .map(source -> source.name().apply(setting))
                .findFirst()
                .orElse(setting.property());
    }

    Optional<String> optionalText(Setting setting) {
        return sources.stream()
                .flatMap(source -> source.text(setting).stream())
                .findFirst()
                .or(setting::defaultValue);
    }

    /** Returns the text of a setting that has a default. */
    String text(Setting setting) {
        return optionalText(setting).orElseThrow();
    }

    /** Returns the limits for models, by their settings. */
    Map<Setting, Long> modelLimits() {
        Map<Setting, Long> limits = new EnumMap<>(Setting.class);
        limits.put(Setting.MODEL_LIMIT, size(Setting.MODEL_LIMIT));
        for (Setting setting : EnumSet.range(Setting.OPERATOR_LIMIT, Setting.MULTIPLICATION_LIMIT)) {
            limits.put(setting, number(setting, 0, Long.MAX_VALUE / 64));
        }
        return limits;
    }

    Duration seconds(Setting setting, long minimum, long maximum) {
        try {
            BigDecimal seconds = new BigDecimal(text(setting).strip());
            if (seconds.compareTo(BigDecimal.valueOf(minimum)) >= 0
                    && seconds.compareTo(BigDecimal.valueOf(maximum)) <= 0) {
                return Duration.ofNanos(seconds.movePointRight(9).longValue());
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        String expected = "a number of seconds from " + minimum + " to " + maximum;
        return invalid(setting, expected, Duration.ofSeconds(minimum));
    }

    int integer(Setting setting, int minimum, int maximum) {
        return (int) number(setting, minimum, maximum);
    }

    /** Returns the replacement if the setting has no value. */
    int integer(Setting setting, int minimum, int maximum, int replacement) {
        return optionalText(setting).isPresent() ? integer(setting, minimum, maximum) : replacement;
    }

    private long number(Setting setting, long minimum, long maximum) {
        try {
            long number = Long.parseLong(text(setting).strip());
            if (minimum <= number && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        return invalid(setting, "a whole number from " + minimum + " to " + maximum, minimum);
    }

    /** Returns a number of bytes. */
    long size(Setting setting) {
        String text = text(setting).strip();
        Optional<String> unit = UNITS.keySet().stream().filter(text::endsWith).findFirst();
        String number =
                text.substring(0, text.length() - unit.map(String::length).orElse(0));
        try {
            long bytes = Math.multiplyExact(
                    Long.parseLong(number.strip()), unit.map(UNITS::get).orElse(1L));
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Reported below.
        }
        return invalid(setting, "a size such as 65536, 512KiB, 16MiB or 1GiB", 1L);
    }

    boolean bool(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> invalid(setting, "true or false", false);
        };
    }

    <E extends Enum<E>> E choice(Setting setting, E[] choices, String expected) {
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(text(setting))) {
                return choice;
            }
        }
        return invalid(setting, expected, choices[0]);
    }

    /** Returns the names in a list that is separated by commas; empty if it is not set. */
    List<String> names(Setting setting) {
        List<String> names = optionalText(setting)
                .map(text -> Stream.of(text.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
        if (names.contains("") || names.stream().distinct().count() < names.size()) {
            addProblem(origin(setting) + ": expected different names, separated by commas, got "
                    + optionalText(setting).orElse(""));
        }
        return names;
    }

    List<ApiKey> apiKeys(Setting list, Setting file) {
        ApiKeyReader reader = new ApiKeyReader(problems::add);
        optionalText(list).ifPresent(text -> reader.add(origin(list), text));
        path(file).ifPresent(path -> reader.addFile(origin(file), path));
        return reader.keys();
    }

    Brand brand(Setting setting) {
        return path(setting)
                .map(folder -> new BrandReader(origin(setting), problems::add).read(folder))
                .orElse(Brand.DEFAULT);
    }

    Optional<Path> path(Setting setting) {
        try {
            return optionalText(setting).map(Path::of);
        } catch (InvalidPathException e) {
            return invalid(setting, "a path", Optional.empty());
        }
    }

    /** Returns the temporary folder if none is set; that one is not checked, because the JVM has already used it. */
    Path writableFolder(Setting setting) {
        Optional<Path> folder = path(setting);
        return folder.isPresent() && !(Files.isDirectory(folder.get()) && Files.isWritable(folder.get()))
                ? invalid(setting, "a writable folder", folder.get())
                : folder.orElse(Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    private <T> T invalid(Setting setting, String expected, T replacement) {
        problems.add(origin(setting) + ": expected " + expected + ", got \"" + text(setting) + "\"");
        return replacement;
    }
}
