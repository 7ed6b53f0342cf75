package dev.onward.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The values of all settings, checked. The first source that has a value wins: flag, context parameter, entry of the
 * container's naming service, system property, environment, default. (Several copies of the application may share a
 * JVM; only the first three are their own.) Sizes are in bytes. Immutable.
 */
public final class Settings {

    private static final List<Source> SHARED_SOURCES = List.of(
            new Source(setting -> Optional.ofNullable(System.getProperty(setting.property())), Setting::property),
            new Source(Settings::variable, Setting::variable));

    private final String host;
    private final int port;
    private final LogLevel logLevel;
    private final boolean forwarded;
    private final Optional<Path> model;
    private final Optional<Path> models;
    private final Optional<String> defaultModel;
    private final List<String> names;
    private final UnknownCategories unknownCategories;
    private final Duration poll;
    private final Duration loadLimit;
    private final Map<Setting, Long> modelLimits;
    private final long bodyLimit;
    private final long csvLimit;
    private final int rowLimit;
    private final int concurrency;
    private final Duration concurrencyWait;
    private final int explanationConcurrency;
    private final int explanationRowLimit;
    private final int bulkConcurrency;
    private final int readRate;
    private final int writeRate;
    private final Duration bodyPause;
    private final Duration stopDelay;
    private final Duration drain;
    private final List<ApiKey> apiKeys;
    private final MetricsAccess metrics;
    private final boolean accessLog;
    private final Brand brand;
    private final Path spoolFolder;
    private final long spoolLimit;

    /** The lowest level that is logged. */
    public enum LogLevel {
        ERROR,
        WARNING,
        INFO,
        DEBUG
    }

    /** The treatment of categories that a model ignores because its encoder does not know them. */
    public enum UnknownCategories {
        /** A prediction with a warning. */
        ANSWER,
        /** An error. */
        REFUSE
    }

    /** The callers that may read the metrics. */
    public enum MetricsAccess {
        /** Anyone. */
        OPEN,
        /** Callers with an API key. */
        KEY,
        /** Nobody. */
        OFF
    }

    /**
     * A source of settings.
     *
     * @param texts the text of each setting in this source; an empty text counts as none
     * @param name the name of each setting in this source, for messages
     */
    public record Source(Function<Setting, Optional<String>> texts, Function<Setting, String> name) {

        /** Returns the source for command line flags. */
        public static Source ofFlags(Map<Setting, String> flags) {
            return new Source(setting -> Optional.ofNullable(flags.get(setting)), Setting::flag);
        }

        /** In Compose and Kubernetes files a variable is unset by an empty text. */
        Optional<String> text(Setting setting) {
            return texts.apply(setting).filter(text -> !text.isEmpty());
        }
    }

    private Settings(SettingsReader reader) {
        host = reader.text(Setting.HOST);
        port = reader.integer(Setting.PORT, 0, 65_535);
        logLevel = reader.choice(Setting.LOG_LEVEL, LogLevel.values(), "error, warning, info or debug");
        forwarded = reader.bool(Setting.FORWARDED);
        model = reader.path(Setting.MODEL);
        models = reader.path(Setting.MODELS);
        defaultModel = reader.optionalText(Setting.DEFAULT_MODEL);
        names = reader.names(Setting.NAMES);
        unknownCategories = reader.choice(Setting.UNKNOWN_CATEGORIES, UnknownCategories.values(), "answer or refuse");
        poll = reader.seconds(Setting.POLL, 0, 86_400);
        loadLimit = reader.seconds(Setting.LOAD_LIMIT, 1, 86_400);
        modelLimits = reader.modelLimits();
        bodyLimit = reader.size(Setting.BODY_LIMIT);
        csvLimit = reader.size(Setting.CSV_LIMIT);
        rowLimit = reader.integer(Setting.ROW_LIMIT, 1, Integer.MAX_VALUE);
        concurrency = reader.integer(
                Setting.CONCURRENCY, 1, 100_000, 2 * Runtime.getRuntime().availableProcessors());
        concurrencyWait = reader.seconds(Setting.CONCURRENCY_WAIT, 0, 60);
        explanationConcurrency = reader.integer(
                Setting.EXPLANATION_CONCURRENCY,
                1,
                100_000,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        explanationRowLimit = reader.integer(Setting.EXPLANATION_ROW_LIMIT, 1, Integer.MAX_VALUE);
        bulkConcurrency = reader.integer(Setting.BULK_CONCURRENCY, 1, 100_000);
        readRate = reader.integer(Setting.READ_RATE, 1, 1_000_000_000);
        writeRate = reader.integer(Setting.WRITE_RATE, 1, 1_000_000_000);
        bodyPause = reader.seconds(Setting.BODY_PAUSE, 0, 3_600);
        stopDelay = reader.seconds(Setting.STOP_DELAY, 0, 3_600);
        drain = reader.seconds(Setting.DRAIN, 0, 3_600);
        apiKeys = reader.apiKeys(Setting.API_KEYS, Setting.API_KEYS_FILE);
        metrics = reader.choice(Setting.METRICS, MetricsAccess.values(), "open, key or off");
        accessLog = reader.bool(Setting.ACCESS_LOG);
        brand = reader.brand(Setting.BRAND);
        spoolFolder = reader.writableFolder(Setting.SPOOL_FOLDER);
        spoolLimit = reader.size(Setting.SPOOL_LIMIT);
    }

    /**
     * Reads all settings.
     *
     * @param ownSources sources that belong to this application alone, in order of precedence
     * @throws SettingsException naming every setting with an invalid value
     */
    public static Settings read(Source... ownSources) {
        return read(allSources(ownSources));
    }

    /** Returns the default of every setting. */
    public static Settings defaults() {
        return read(List.of());
    }

    /**
     * Returns the settings to use where the actual ones are invalid: the defaults, except that nobody may read the
     * metrics.
     */
    public static Settings fallback() {
        return read(List.of(Source.ofFlags(Map.of(Setting.METRICS, "off"))));
    }

    /**
     * Reads the model's file only; other settings may be invalid.
     *
     * @throws SettingsException if the value is not a path
     */
    public static Optional<Path> readModel(Optional<String> flag) {
        Source flags = new Source(setting -> setting == Setting.MODEL ? flag : Optional.empty(), Setting::flag);
        SettingsReader reader = new SettingsReader(allSources(flags));
        Optional<Path> model = reader.path(Setting.MODEL);
        reader.throwIfInvalid();
        return model;
    }

    /**
     * Reads the limits for models only; other settings may be invalid.
     *
     * @return the limits by their names, as {@link #modelLimit} gives them
     * @throws SettingsException naming every limit with an invalid value
     */
    public static ToLongFunction<String> readModelLimits() {
        SettingsReader reader = new SettingsReader(allSources());
        Map<Setting, Long> limits = reader.modelLimits();
        reader.throwIfInvalid();
        return name -> limit(limits, name);
    }

    /**
     * Reads the treatment of unknown categories only; other settings may be invalid.
     *
     * @throws SettingsException if the value is invalid
     */
    public static UnknownCategories readUnknownCategories() {
        SettingsReader reader = new SettingsReader(allSources());
        UnknownCategories treatment =
                reader.choice(Setting.UNKNOWN_CATEGORIES, UnknownCategories.values(), "answer or refuse");
        reader.throwIfInvalid();
        return treatment;
    }

    private static Settings read(List<Source> sources) {
        SettingsReader reader = new SettingsReader(sources);
        Settings settings = new Settings(reader);
        if (settings.model.isPresent() && settings.models.isPresent()) {
            reader.addProblem(reader.origin(Setting.MODEL) + " and " + reader.origin(Setting.MODELS)
                    + ": expected only one of them, got both");
        }
        if (settings.defaultModel.isPresent() && settings.models.isEmpty()) {
            reader.addProblem(reader.origin(Setting.DEFAULT_MODEL)
                    + ": expected a folder of models, got none; specify one with " + Setting.MODELS.flag());
        }
        if (!settings.names.isEmpty() && settings.model.isEmpty()) {
            reader.addProblem(reader.origin(Setting.NAMES) + ": expected a model without names, got none; specify one"
                    + " with " + Setting.MODEL.flag());
        }
        if (settings.metrics == MetricsAccess.KEY && settings.apiKeys.isEmpty()) {
            reader.addProblem(reader.origin(Setting.METRICS) + ": expected at least one API key, got none; specify"
                    + " one with "
                    + Setting.API_KEYS.flag());
        }
        reader.throwIfInvalid();
        return settings;
    }

    private static List<Source> allSources(Source... ownSources) {
        return Stream.concat(Stream.of(ownSources), SHARED_SOURCES.stream()).toList();
    }

    /** Kubernetes sets ONWARD_PORT to an address such as tcp://10.0.0.1:80 if there is a service called onward. */
    private static Optional<String> variable(Setting setting) {
        return Optional.ofNullable(System.getenv(setting.variable()))
                .filter(text -> setting != Setting.PORT || !text.startsWith("tcp://"));
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public LogLevel logLevel() {
        return logLevel;
    }

    public boolean forwarded() {
        return forwarded;
    }

    public Optional<Path> model() {
        return model;
    }

    public Optional<Path> models() {
        return models;
    }

    public Optional<String> defaultModel() {
        return defaultModel;
    }

    /** Returns the names of the features of the model, in the order of its columns; empty for those of its file. */
    public List<String> names() {
        return names;
    }

    public UnknownCategories unknownCategories() {
        return unknownCategories;
    }

    public Duration poll() {
        return poll;
    }

    public Duration loadLimit() {
        return loadLimit;
    }

    /** Returns the limit for models that the setting of this name gives, such as {@code operator-limit}. */
    public long modelLimit(String name) {
        return limit(modelLimits, name);
    }

    private static long limit(Map<Setting, Long> limits, String name) {
        Setting setting = Setting.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return Objects.requireNonNull(limits.get(setting), name);
    }

    public long bodyLimit() {
        return bodyLimit;
    }

    public long csvLimit() {
        return csvLimit;
    }

    public int rowLimit() {
        return rowLimit;
    }

    public int concurrency() {
        return concurrency;
    }

    public Duration concurrencyWait() {
        return concurrencyWait;
    }

    public int explanationConcurrency() {
        return explanationConcurrency;
    }

    public int explanationRowLimit() {
        return explanationRowLimit;
    }

    public int bulkConcurrency() {
        return bulkConcurrency;
    }

    /** Returns the minimum rate for request bodies, in bytes per second. */
    public int readRate() {
        return readRate;
    }

    /** Returns the minimum rate for responses, in bytes per second. */
    public int writeRate() {
        return writeRate;
    }

    public Duration bodyPause() {
        return bodyPause;
    }

    public Duration stopDelay() {
        return stopDelay;
    }

    public Duration drain() {
        return drain;
    }

    public List<ApiKey> apiKeys() {
        return apiKeys;
    }

    public MetricsAccess metrics() {
        return metrics;
    }

    public boolean accessLog() {
        return accessLog;
    }

    public Brand brand() {
        return brand;
    }

    public Path spoolFolder() {
        return spoolFolder;
    }

    public long spoolLimit() {
        return spoolLimit;
    }
}
