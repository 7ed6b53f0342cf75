package dev.onward.settings;

import dev.onward.settings.Settings.LogLevel;
import dev.onward.settings.Settings.MetricsReaders;
import dev.onward.settings.Settings.Place;
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

/** Reads texts into values and collects what is wrong with them. */
final class SettingsReader {

    private final List<Place> places;
    private final List<String> problems = new ArrayList<>();

    /** @param places the nearest first */
    SettingsReader(List<Place> places) {
        this.places = places;
    }

    Settings read() {
        Settings settings = new Settings(
                text(Setting.HOST),
                (int) number(Setting.PORT, 0, 65_535),
                choice(Setting.LOG_LEVEL, LogLevel.values(), "error, warning, info or debug"),
                bool(Setting.FORWARDED),
                path(Setting.MODEL),
                path(Setting.MODELS),
                Optional.of(text(Setting.DEFAULT_MODEL)).filter(name -> !name.isEmpty()),
                seconds(Setting.POLL, 0, 86_400),
                seconds(Setting.LOAD_LIMIT, 1, 86_400),
                modelLimits(),
                size(Setting.BODY_LIMIT),
                size(Setting.CSV_LIMIT),
                (int) number(Setting.ROW_LIMIT, 1, Integer.MAX_VALUE),
                (int) number(Setting.CONCURRENCY, 1, 100_000),
                seconds(Setting.CONCURRENCY_WAIT, 0, 60),
                seconds(Setting.STOP_DELAY, 0, 3_600),
                seconds(Setting.DRAIN, 0, 3_600),
                apiKeys(),
                choice(Setting.METRICS, MetricsReaders.values(), "open, key or off"),
                bool(Setting.ACCESS_LOG),
                folder(Setting.SPOOL_FOLDER),
                size(Setting.SPOOL_LIMIT));
        checkModels(settings);
        if (settings.metrics() == MetricsReaders.KEY && settings.apiKeys().isEmpty()) {
            problems.add(origin(Setting.METRICS) + ": expected API keys with it, got none");
        }
        complain();
        return settings;
    }

    void complain() {
        if (!problems.isEmpty()) {
            throw new SettingsException(String.join("; ", problems));
        }
    }

    private void checkModels(Settings settings) {
        if (settings.model().isPresent() && settings.models().isPresent()) {
            problems.add(origin(Setting.MODEL) + " and " + origin(Setting.MODELS) + ": expected one, got both");
        }
        if (settings.defaultModel().isPresent() && settings.models().isEmpty()) {
            problems.add(origin(Setting.DEFAULT_MODEL) + ": expected a folder of models with it, got none");
        }
    }

    Map<Setting, Long> modelLimits() {
        Map<Setting, Long> limits = new EnumMap<>(Setting.class);
        limits.put(Setting.MODEL_LIMIT, size(Setting.MODEL_LIMIT));
        for (Setting setting : EnumSet.range(Setting.OPERATOR_LIMIT, Setting.MULTIPLICATION_LIMIT)) {
            limits.put(setting, number(setting, 0, Long.MAX_VALUE / 64));
        }
        return limits;
    }

    private Duration seconds(Setting setting, long minimum, long maximum) {
        try {
            BigDecimal seconds = new BigDecimal(text(setting).strip());
            if (seconds.compareTo(BigDecimal.valueOf(minimum)) >= 0
                    && seconds.compareTo(BigDecimal.valueOf(maximum)) <= 0) {
                return Duration.ofNanos(seconds.movePointRight(9).longValue());
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        String expected = "a number of seconds from " + minimum + " to " + maximum;
        return problem(setting, expected, Duration.ofSeconds(minimum));
    }

    private long number(Setting setting, long minimum, long maximum) {
        String text = text(setting).strip();
        try {
            long number = Long.parseLong(text);
            if (minimum <= number && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        return problem(setting, "a whole number from " + minimum + " to " + maximum, minimum);
    }

    private long size(Setting setting) {
        String text = text(setting).strip();
        long unit = 1;
        for (Unit candidate : Unit.values()) {
            if (text.endsWith(candidate.name())) {
                unit = candidate.bytes;
                text = text.substring(0, text.length() - candidate.name().length())
                        .strip();
                break;
            }
        }
        try {
            long bytes = Math.multiplyExact(Long.parseLong(text), unit);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Told below, in our own words.
        }
        return problem(setting, "a size such as 65536, 512KiB, 16MiB or 1GiB", 1L);
    }

    private boolean bool(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> problem(setting, "true or false", false);
        };
    }

    private <E extends Enum<E>> E choice(Setting setting, E[] choices, String expected) {
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(text(setting))) {
                return choice;
            }
        }
        return problem(setting, expected, choices[0]);
    }

    private List<ApiKey> apiKeys() {
        ApiKeyReader reader = new ApiKeyReader(problems::add);
        Optional.of(text(Setting.API_KEYS))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> reader.take(origin(Setting.API_KEYS), text));
        path(Setting.API_KEYS_FILE).ifPresent(file -> reader.takeFile(origin(Setting.API_KEYS_FILE), file));
        return reader.keys();
    }

    Optional<Path> path(Setting setting) {
        try {
            return Optional.of(text(setting)).filter(text -> !text.isEmpty()).map(Path::of);
        } catch (InvalidPathException e) {
            return problem(setting, "a path", Optional.empty());
        }
    }

    /** The temporary folder if nothing is set, which is not looked at: who starts has already used it. */
    private Path folder(Setting setting) {
        Optional<Path> folder = path(setting);
        return folder.isPresent() && !(Files.isDirectory(folder.get()) && Files.isWritable(folder.get()))
                ? problem(setting, "a folder that can be written to", folder.get())
                : folder.orElse(Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    private <T> T problem(Setting setting, String expected, T instead) {
        problems.add(origin(setting) + ": expected " + expected + ", got \"" + text(setting) + "\"");
        return instead;
    }

    private String text(Setting setting) {
        return places.stream()
                .flatMap(place -> place.text(setting).stream())
                .findFirst()
                .orElse(setting.defaultValue());
    }

    private String origin(Setting setting) {
        return places.stream()
                .filter(place -> place.text(setting).isPresent())
                .map(place -> place.name().apply(setting))
                .findFirst()
                .orElse(setting.property());
    }

    private enum Unit {
        KiB(1L << 10),
        MiB(1L << 20),
        GiB(1L << 30);

        private final long bytes;

        Unit(long bytes) {
            this.bytes = bytes;
        }
    }
}
