package dev.onward.launch;

import dev.onward.settings.Setting;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line options of the settings, one for each. */
final class SettingOptions {

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

    /** The values on the command line. */
    static Map<Setting, String> values(CommandSpec spec) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), "");
            if (!value.isEmpty()) {
                values.put(setting, value);
            }
        }
        return values;
    }
}
