package dev.onward.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.onnx.guard.GuardLimits;
import dev.onward.onnx.guard.GuardLimits.Limit;
import dev.onward.settings.Settings.LogLevel;
import dev.onward.settings.Settings.MetricsAccess;
import dev.onward.settings.Settings.Source;
import dev.onward.settings.Settings.UnknownCategories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environment variables are tested in EnvironmentIT. */
@Isolated("changes system properties")
class SettingsTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @AfterEach
    void clearProperties() {
        for (Setting setting : Setting.values()) {
            System.clearProperty(setting.property());
        }
    }

    @Test
    void hasADefaultForEverySetting() {
        Settings settings = read(Map.of());

        assertThat(settings)
                .returns("127.0.0.1", Settings::host)
                .returns(8080, Settings::port)
                .returns(LogLevel.INFO, Settings::logLevel)
                .returns(false, Settings::forwarded)
                .returns(Optional.empty(), Settings::model)
                .returns(Optional.empty(), Settings::models)
                .returns(Optional.empty(), Settings::defaultModel)
                .returns(Duration.ofSeconds(2), Settings::poll)
                .returns(Duration.ofSeconds(120), Settings::loadLimit)
                .returns(1L << 30, limits -> limits.modelLimit("model-limit"))
                .returns(6_000L, limits -> limits.modelLimit("operator-limit"))
                .returns(16L << 20, Settings::bodyLimit)
                .returns(1L << 30, Settings::csvLimit)
                .returns(100_000, Settings::rowLimit)
                .returns(2 * Runtime.getRuntime().availableProcessors(), Settings::concurrency)
                .returns(Duration.ofSeconds(1), Settings::concurrencyWait)
                .returns(50, Settings::bulkConcurrency)
                .returns(Duration.ZERO, Settings::stopDelay)
                .returns(Duration.ofSeconds(10), Settings::drain)
                .returns(List.of(), Settings::apiKeys)
                .returns(MetricsAccess.OPEN, Settings::metrics)
                .returns(true, Settings::accessLog)
                .returns(Path.of(System.getProperty("java.io.tmpdir")), Settings::spoolFolder)
                .returns(4L << 30, Settings::spoolLimit);
        assertThat(settings).usingRecursiveComparison().isEqualTo(Settings.defaults());
    }

    @Test
    void takesTheValueOfTheFirstSource() {
        System.setProperty("onward.port", "1");
        System.setProperty("onward.row-limit", "2");

        Settings settings = read(Map.of(Setting.PORT, "3"));

        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.rowLimit()).isEqualTo(2);
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ignoresEmptyTexts() {
        System.setProperty("onward.port", "1");
        System.setProperty("onward.row-limit", "");

        Settings settings = read(Map.of(Setting.PORT, "", Setting.ROW_LIMIT, ""));

        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.rowLimit()).isEqualTo(100_000);
    }

    @Test
    void ignoresAllSourcesForDefaults() {
        System.setProperty("onward.model", "some.onnx");
        System.setProperty("onward.spool-folder", "bad\0path");
        System.setProperty("onward.port", "1");

        Settings defaults = Settings.defaults();

        assertThat(defaults.model()).isEmpty();
        assertThat(defaults.spoolFolder()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
        assertThat(defaults.port()).isEqualTo(8080);
    }

    @Test
    void readsEverySetting() {
        Settings settings = read(Map.ofEntries(
                Map.entry(Setting.HOST, "::1"),
                Map.entry(Setting.PORT, "0"),
                Map.entry(Setting.LOG_LEVEL, "Debug"),
                Map.entry(Setting.FORWARDED, "true"),
                Map.entry(Setting.MODEL, "models/m.onnx"),
                Map.entry(Setting.NAMES, "a, b"),
                Map.entry(Setting.UNKNOWN_CATEGORIES, "refuse"),
                Map.entry(Setting.POLL, "0.25"),
                Map.entry(Setting.LOAD_LIMIT, "3"),
                Map.entry(Setting.MODEL_LIMIT, "5MiB"),
                Map.entry(Setting.OPERATOR_LIMIT, "7"),
                Map.entry(Setting.BODY_LIMIT, "1"),
                Map.entry(Setting.CSV_LIMIT, "2KiB"),
                Map.entry(Setting.ROW_LIMIT, "2147483647"),
                Map.entry(Setting.CONCURRENCY, "1"),
                Map.entry(Setting.CONCURRENCY_WAIT, "0"),
                Map.entry(Setting.BULK_CONCURRENCY, "2"),
                Map.entry(Setting.STOP_DELAY, "7"),
                Map.entry(Setting.DRAIN, "3600"),
                Map.entry(Setting.API_KEYS, "shop:" + HASH.toUpperCase(Locale.ROOT)),
                Map.entry(Setting.METRICS, "key"),
                Map.entry(Setting.ACCESS_LOG, "false"),
                Map.entry(Setting.SPOOL_FOLDER, "src"),
                Map.entry(Setting.SPOOL_LIMIT, "3MiB")));

        assertThat(settings)
                .returns("::1", Settings::host)
                .returns(0, Settings::port)
                .returns(LogLevel.DEBUG, Settings::logLevel)
                .returns(true, Settings::forwarded)
                .returns(Optional.of(Path.of("models/m.onnx")), Settings::model)
                .returns(Optional.empty(), Settings::models)
                .returns(Optional.empty(), Settings::defaultModel)
                .returns(List.of("a", "b"), Settings::names)
                .returns(UnknownCategories.REFUSE, Settings::unknownCategories)
                .returns(Duration.ofMillis(250), Settings::poll)
                .returns(Duration.ofSeconds(3), Settings::loadLimit)
                .returns(5L << 20, limits -> limits.modelLimit("model-limit"))
                .returns(7L, limits -> limits.modelLimit("operator-limit"))
                .returns(1L, Settings::bodyLimit)
                .returns(2048L, Settings::csvLimit)
                .returns(2_147_483_647, Settings::rowLimit)
                .returns(1, Settings::concurrency)
                .returns(Duration.ZERO, Settings::concurrencyWait)
                .returns(2, Settings::bulkConcurrency)
                .returns(Duration.ofSeconds(7), Settings::stopDelay)
                .returns(Duration.ofHours(1), Settings::drain)
                .returns(List.of(new ApiKey("shop", HASH)), Settings::apiKeys)
                .returns(MetricsAccess.KEY, Settings::metrics)
                .returns(false, Settings::accessLog)
                .returns(Path.of("src"), Settings::spoolFolder)
                .returns(3L << 20, Settings::spoolLimit);
    }

    @Test
    void namesEveryInvalidValueAndItsSource() {
        System.setProperty("onward.row-limit", "none");
        System.setProperty("onward.drain", "5");

        assertThatThrownBy(() -> read(Map.of(
                        Setting.PORT, "65536",
                        Setting.LOG_LEVEL, "loud",
                        Setting.FORWARDED, "yes",
                        Setting.BODY_LIMIT, "16 MB",
                        Setting.CONCURRENCY, "0",
                        Setting.DRAIN, "-1",
                        Setting.SPOOL_FOLDER, "bad\0path")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--port: expected a whole number from 0 to 65535, got \"65536\";"
                        + " --log-level: expected error, warning, info or debug, got \"loud\";"
                        + " --forwarded: expected true or false, got \"yes\";"
                        + " --body-limit: expected a size such as 65536, 512KiB, 16MiB or 1GiB, got \"16 MB\";"
                        + " onward.row-limit: expected a whole number from 1 to 2147483647, got \"none\";"
                        + " --concurrency: expected a whole number from 1 to 100000, got \"0\";"
                        + " --drain: expected a number of seconds from 0 to 3600, got \"-1\";"
                        + " --spool-folder: expected a path, got \"bad\0path\"");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "65536, 65536", "512KiB, 524288", "16 MiB, 16777216", "8GiB, 8589934592", "' 3KiB ', 3072"})
    void readsSizes(String text, long bytes) {
        assertThat(read(Map.of(Setting.CSV_LIMIT, text)).csvLimit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0KiB",
                "KiB",
                "1.5MiB",
                "16MB",
                "16mib",
                "1e6",
                "8589934592GiB",
                "9223372036854775808"
            })
    void rejectsInvalidSizes(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.CSV_LIMIT, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--csv-limit: expected a size such as 65536, 512KiB, 16MiB or 1GiB, got \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "1.0", "one", "0x10", "2147483648", "1 000"})
    void rejectsInvalidWholeNumbers(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.ROW_LIMIT, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--row-limit: expected a whole number from 1 to 2147483647, got \"" + text + "\"");
    }

    @Test
    void takesOneModelOrAFolderOfModels() {
        System.setProperty("onward.models", "models");

        assertThat(read(Map.of(Setting.DEFAULT_MODEL, "iris")))
                .extracting(Settings::models, Settings::defaultModel)
                .containsExactly(Optional.of(Path.of("models")), Optional.of("iris"));
        assertThatThrownBy(() -> read(Map.of(Setting.MODEL, "m.onnx")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--model and onward.models: expected only one of them, got both");
    }

    @Test
    void takesADefaultModelOnlyWithAFolder() {
        assertThatThrownBy(() -> read(Map.of(Setting.DEFAULT_MODEL, "iris")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--default-model: expected a folder of models, got none; specify one with --models");
    }

    @Test
    void readsTheModelAlone() {
        System.setProperty("onward.models", "models");
        System.setProperty("onward.port", "none");

        assertThat(Settings.readModel(Optional.of("m.onnx"))).contains(Path.of("m.onnx"));
        assertThat(Settings.readModel(Optional.empty())).isEmpty();
        assertThatThrownBy(() -> Settings.readModel(Optional.of("bad\0path")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--model: expected a path, got \"bad\0path\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "one", "-0.1", "86401", "1e9", "2s"})
    void rejectsInvalidNumbersOfSeconds(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.POLL, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--poll: expected a number of seconds from 0 to 86400, got \"" + text + "\"");
    }

    @Test
    void spellsEachNameInThreeWays() {
        assertThat(Setting.BODY_LIMIT.flag()).isEqualTo("--body-limit");
        assertThat(Setting.BODY_LIMIT.property()).isEqualTo("onward.body-limit");
        assertThat(Setting.BODY_LIMIT.variable()).isEqualTo("ONWARD_BODY_LIMIT");
    }

    @Test
    void readsKeysFromTheSettingAndFromAFile(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("keys"), "# the shop\nshop:" + HASH + "\n\n  bank.2:" + HASH + "\n");

        Settings settings =
                read(Map.of(Setting.API_KEYS, "one:" + HASH + ", two:" + HASH, Setting.API_KEYS_FILE, file.toString()));

        assertThat(settings.apiKeys())
                .containsExactly(
                        new ApiKey("one", HASH),
                        new ApiKey("two", HASH),
                        new ApiKey("shop", HASH),
                        new ApiKey("bank.2", HASH));
    }

    @Test
    void namesEveryInvalidKeyAndQuotesNone(@TempDir Path folder) {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> read(Map.of(
                        Setting.API_KEYS,
                        "one:" + HASH + ",my-secret-key,one:" + HASH + ",three:" + HASH.substring(1),
                        Setting.API_KEYS_FILE,
                        missing.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "--api-keys, key 2: expected NAME:SHA256 with 64 hexadecimal digits, got a different format;"
                                + " --api-keys, key 3: expected a unique name, got the name of an earlier key;"
                                + " --api-keys, key 4: expected NAME:SHA256 with 64 hexadecimal digits, got a different format;"
                                + " --api-keys-file: cannot be read: it does not exist");
        assertThatThrownBy(() -> read(Map.of(Setting.API_KEYS_FILE, folder.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--api-keys-file: cannot be read: it is a folder");
    }

    @Test
    void rejectsAListWithoutKeys(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# none yet\n\n");

        assertThatThrownBy(() -> read(Map.of(Setting.API_KEYS_FILE, file.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--api-keys-file: expected NAME:SHA256, got no key");
        Files.writeString(file, ",");
        assertThatThrownBy(() -> read(Map.of(Setting.API_KEYS_FILE, file.toString(), Setting.API_KEYS, " , ")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--api-keys: expected NAME:SHA256, got no key;"
                        + " --api-keys-file: expected NAME:SHA256, got no key");
    }

    @Test
    void rejectsMetricsForKeysWithoutKeys() {
        assertThatThrownBy(() -> read(Map.of(Setting.METRICS, "key")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--metrics: expected at least one API key, got none; specify one with --api-keys");
        assertThatThrownBy(() -> read(Map.of(Setting.METRICS, "all")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--metrics: expected open, key or off, got \"all\"");
    }

    private static Settings read(Map<Setting, String> flags) {
        return Settings.read(Source.ofFlags(flags));
    }

    @Test
    void hasTheDefaultsOfTheGuards() {
        for (Limit limit : Limit.values()) {
            assertThat(Settings.defaults().modelLimit(limit.setting()))
                    .as(limit.setting())
                    .isEqualTo(GuardLimits.defaults().get(limit));
        }
    }
}
