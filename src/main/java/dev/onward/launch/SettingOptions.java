package dev.onward.launch;

import dev.onward.settings.Setting;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The command line options of the settings, one for each. */
final class SettingOptions {

    private static final Set<Setting> API_KEYS = EnumSet.of(Setting.API_KEYS, Setting.API_KEYS_FILE);

    private SettingOptions() {}

    /** Adds an option for each setting. */
    static void addTo(CommandSpec spec) {
        for (Setting setting : Setting.values()) {
            String defaultValue = setting.defaultValue()
                    .map(text -> " (default " + text + ")")
                    .orElse("");
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel(setting.placeholder())
                    .type(String.class)
                    .description(setting.description() + defaultValue)
                    .build());
        }
    }

    /**
     * The values on the command line.
     *
     * @throws ParameterException if an option for API keys is empty: a server without keys is open to everyone
     */
    static Map<Setting, String> values(CommandSpec spec) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), "");
            if (!value.isEmpty()) {
                values.put(setting, value);
            } else if (API_KEYS.contains(setting)
                    && spec.commandLine().getParseResult().hasMatchedOption(setting.flag())) {
                throw new ParameterException(
                        spec.commandLine(), setting.flag() + ": expected " + setting.placeholder() + ", got nothing");
            }
        }
        return values;
    }
}
