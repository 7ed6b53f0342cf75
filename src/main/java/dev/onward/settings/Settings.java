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
 * Every setting, read and checked. The nearest place wins: flag, context parameter, entry of the container's naming service, system
 * property, environment, default. Two copies of the application may share one JVM, and then only the near places tell them apart.
 */
public record Settings(
        String host,
        int port,
        LogLevel logLevel,
        boolean forwarded,
        Optional<Path> model,
        Optional<Path> models,
        Optional<String> defaultModel,
        Duration poll,
        Duration loadLimit,
        Map<Setting, Long> modelLimits,
        long bodyLimit,
        long csvLimit,
        int rowLimit,
        int concurrency,
        Duration concurrencyWait,
        Duration stopDelay,
        Duration drain,
        List<ApiKey> apiKeys,
        MetricsReaders metrics,
        boolean accessLog,
        Path spoolFolder,
        long spoolLimit) {

    /** The limit for models that a setting of this name gives, such as {@code operator-limit}. */
    public long limit(String name) {
        return limit(modelLimits, name);
    }

    private static long limit(Map<Setting, Long> limits, String name) {
        Setting setting = Setting.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return Objects.requireNonNull(limits.get(setting), name);
    }

    /**
     * Reads only the limits for models, for commands that serve nothing; what else is set may be wrong.
     *
     * @return the limits by their names, as {@link #limit} gives them
     * @throws SettingsException naming every limit whose value it cannot take
     */
    public static ToLongFunction<String> limits() {
        SettingsReader reader = new SettingsReader(FAR);
        Map<Setting, Long> limits = reader.modelLimits();
        reader.complain();
        return name -> limit(limits, name);
    }

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARNING,
        INFO,
        DEBUG
    }

    /** Who may read the metrics. */
    public enum MetricsReaders {
        OPEN,
        KEY,
        OFF
    }

    /**
     * A place where settings may be said.
     *
     * @param texts what is said there
     * @param name how a setting is called there, for messages
     */
    public record Place(Function<Setting, Optional<String>> texts, Function<Setting, String> name) {

        /** An empty text is no setting: that is how a variable is unset in Compose and Kubernetes files. */
        Optional<String> text(Setting setting) {
            return texts.apply(setting).filter(text -> !text.isEmpty());
        }
    }

    private static final List<Place> FAR = List.of(
            new Place(setting -> Optional.ofNullable(System.getProperty(setting.property())), Setting::property),
            new Place(Settings::variable, Setting::variable));

    /** Where Kubernetes has a service called onward, it says its address in a variable that looks like ours. */
    private static Optional<String> variable(Setting setting) {
        return Optional.ofNullable(System.getenv(setting.variable()))
                .filter(text -> setting != Setting.PORT || !text.startsWith("tcp://"));
    }

    /**
     * Reads all settings.
     *
     * @param near places that are for this application alone, the nearest first
     * @throws SettingsException naming every setting whose value it cannot take
     */
    public static Settings read(Place... near) {
        return new SettingsReader(places(near)).read();
    }

    private static List<Place> places(Place... near) {
        return Stream.concat(Stream.of(near), FAR.stream()).toList();
    }

    /**
     * Reads only which model is to be asked; what else is set may be wrong.
     *
     * @throws SettingsException if that is no path
     */
    public static Optional<Path> model(Optional<String> flag) {
        Place flags = new Place(setting -> setting == Setting.MODEL ? flag : Optional.empty(), Setting::flag);
        SettingsReader reader = new SettingsReader(places(flags));
        Optional<Path> model = reader.path(Setting.MODEL);
        reader.complain();
        return model;
    }

    /** What holds where what is set cannot be read: the defaults, but nothing is shown to strangers that a setting may hide. */
    public static Settings closed() {
        return new SettingsReader(List.of(new Place(
                        setting -> setting == Setting.METRICS ? Optional.of("off") : Optional.empty(),
                        Setting::property)))
                .read();
    }

    /** What holds where nothing is set. */
    public static Settings defaults() {
        return new SettingsReader(List.of()).read();
    }
}
