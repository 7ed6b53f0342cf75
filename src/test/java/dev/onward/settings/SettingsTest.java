package dev.onward.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.settings.Settings.LogLevel;
import dev.onward.settings.Settings.MetricsReaders;
import dev.onward.settings.Settings.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says is tested with a process of its own, in LaunchIT. */
class SettingsTest {

    private static final Map<Setting, Long> MODEL_LIMITS = Map.of(
            Setting.MODEL_LIMIT, 1L << 30,
            Setting.OPERATOR_LIMIT, 6_000L,
            Setting.CONSTANT_LIMIT, 10_000L,
            Setting.MODEL_INPUT_LIMIT, 5_000L,
            Setting.MODEL_OUTPUT_LIMIT, 2_000L,
            Setting.NESTING_LIMIT, 4L,
            Setting.CALL_DEPTH_LIMIT, 32L,
            Setting.TREE_DEPTH_LIMIT, 300L,
            Setting.CELL_LIMIT, 33_554_432L,
            Setting.MULTIPLICATION_LIMIT, 100_000_000_000L);

    private static Map<Setting, Long> limits(Map<Setting, Long> changes) {
        Map<Setting, Long> limits = new EnumMap<>(MODEL_LIMITS);
        limits.putAll(changes);
        return limits;
    }

    private static final String HASH = "0123456789abcdef".repeat(4);

    @AfterEach
    void clearProperties() {
        for (Setting setting : Setting.values()) {
            System.clearProperty(setting.property());
        }
    }

    @Test
    void hasADefaultForEverything() {
        Settings settings = read(Map.of());

        assertThat(settings)
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8080,
                        LogLevel.INFO,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        MODEL_LIMITS,
                        16L << 20,
                        1L << 30,
                        100_000,
                        64,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        List.of(),
                        MetricsReaders.OPEN,
                        true,
                        Path.of(System.getProperty("java.io.tmpdir")),
                        4L << 30));
        assertThat(settings).isEqualTo(Settings.defaults());
    }

    @Test
    void takesTheNearestOfWhatIsSaid() {
        System.setProperty("onward.port", "1");
        System.setProperty("onward.row-limit", "2");

        Settings settings = read(Map.of(Setting.PORT, "3"));

        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.rowLimit()).isEqualTo(2);
        assertThat(settings.concurrency()).isEqualTo(64);
    }

    @Test
    void takesAnEmptyTextAsNothingSaid() {
        System.setProperty("onward.port", "1");
        System.setProperty("onward.row-limit", "");

        Settings settings = read(Map.of(Setting.PORT, "", Setting.ROW_LIMIT, ""));

        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.rowLimit()).isEqualTo(100_000);
    }

    @Test
    void hearsNothingWhereOnlyDefaultsAreAskedFor() {
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
                Map.entry(Setting.POLL, "0.25"),
                Map.entry(Setting.LOAD_LIMIT, "3"),
                Map.entry(Setting.MODEL_LIMIT, "5MiB"),
                Map.entry(Setting.OPERATOR_LIMIT, "7"),
                Map.entry(Setting.BODY_LIMIT, "1"),
                Map.entry(Setting.CSV_LIMIT, "2KiB"),
                Map.entry(Setting.ROW_LIMIT, "2147483647"),
                Map.entry(Setting.CONCURRENCY, "1"),
                Map.entry(Setting.CONCURRENCY_WAIT, "0"),
                Map.entry(Setting.STOP_DELAY, "7"),
                Map.entry(Setting.DRAIN, "3600"),
                Map.entry(Setting.API_KEYS, "shop:" + HASH.toUpperCase(Locale.ROOT)),
                Map.entry(Setting.METRICS, "key"),
                Map.entry(Setting.ACCESS_LOG, "false"),
                Map.entry(Setting.SPOOL_FOLDER, "src"),
                Map.entry(Setting.SPOOL_LIMIT, "3MiB")));

        assertThat(settings)
                .isEqualTo(new Settings(
                        "::1",
                        0,
                        LogLevel.DEBUG,
                        true,
                        Optional.of(Path.of("models/m.onnx")),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(3),
                        limits(Map.of(Setting.MODEL_LIMIT, 5L << 20, Setting.OPERATOR_LIMIT, 7L)),
                        1,
                        2048,
                        2_147_483_647,
                        1,
                        Duration.ZERO,
                        Duration.ofSeconds(7),
                        Duration.ofHours(1),
                        List.of(new ApiKey("shop", HASH)),
                        MetricsReaders.KEY,
                        false,
                        Path.of("src"),
                        3L << 20));
    }

    @Test
    void namesEveryBadValueAndWhereItWasSaid() {
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
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.CSV_LIMIT, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--csv-limit: expected a size such as 65536, 512KiB, 16MiB or 1GiB, got \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "1.0", "one", "0x10", "2147483648", "1 000"})
    void refusesWhatIsNoWholeNumber(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.ROW_LIMIT, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--row-limit: expected a whole number from 1 to 2147483647, got \"" + text + "\"");
    }

    @Test
    void takesOneModelOrAFolderOfThem() {
        System.setProperty("onward.models", "models");

        assertThat(read(Map.of(Setting.DEFAULT_MODEL, "iris")))
                .extracting(Settings::models, Settings::defaultModel)
                .containsExactly(Optional.of(Path.of("models")), Optional.of("iris"));
        assertThatThrownBy(() -> read(Map.of(Setting.MODEL, "m.onnx")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--model and onward.models: expected one, got both");
    }

    @Test
    void takesADefaultOnlyAmongSeveral() {
        assertThatThrownBy(() -> read(Map.of(Setting.DEFAULT_MODEL, "iris")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--default-model: expected a folder of models with it, got none");
    }

    @Test
    void readsTheModelAlone() {
        System.setProperty("onward.models", "models");
        System.setProperty("onward.port", "none");

        assertThat(Settings.model(Optional.of("m.onnx"))).contains(Path.of("m.onnx"));
        assertThat(Settings.model(Optional.empty())).isEmpty();
        assertThatThrownBy(() -> Settings.model(Optional.of("bad\0path")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--model: expected a path, got \"bad\0path\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "one", "-0.1", "86401", "1e9", "2s"})
    void refusesWhatIsNoNumberOfSeconds(String text) {
        assertThatThrownBy(() -> read(Map.of(Setting.POLL, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--poll: expected a number of seconds from 0 to 86400, got \"" + text + "\"");
    }

    @Test
    void spellsEachNameInFourWays() {
        assertThat(Setting.BODY_LIMIT.flag()).isEqualTo("--body-limit");
        assertThat(Setting.BODY_LIMIT.property()).isEqualTo("onward.body-limit");
        assertThat(Setting.BODY_LIMIT.variable()).isEqualTo("ONWARD_BODY_LIMIT");
    }

    @Test
    void takesSeveralKeysFromTheSettingAndFromAFile(@TempDir Path folder) throws IOException {
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
    void namesEveryKeyThatItCannotTakeAndRepeatsNone(@TempDir Path folder) {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> read(Map.of(
                        Setting.API_KEYS,
                        "one:" + HASH + ",my-secret-key,one:" + HASH + ",three:" + HASH.substring(1),
                        Setting.API_KEYS_FILE,
                        missing.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--api-keys, key 2: expected NAME:SHA256 with 64 hexadecimal digits, got something else;"
                        + " --api-keys, key 3: expected another name, got that of a key before it;"
                        + " --api-keys, key 4: expected NAME:SHA256 with 64 hexadecimal digits, got something else;"
                        + " --api-keys-file: expected a file that can be read, got another path");
    }

    @Test
    void refusesAFileWithoutKeysRatherThanLetEveryoneIn(@TempDir Path folder) throws IOException {
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
    void refusesMetricsForKeysWithoutKeys() {
        assertThatThrownBy(() -> read(Map.of(Setting.METRICS, "key")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--metrics: expected API keys with it, got none");
        assertThatThrownBy(() -> read(Map.of(Setting.METRICS, "all")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--metrics: expected open, key or off, got \"all\"");
    }

    private static Settings read(Map<Setting, String> said) {
        return Settings.read(new Place(setting -> Optional.ofNullable(said.get(setting)), Setting::flag));
    }
}
