package dev.onward.launch;

import dev.onward.settings.Setting;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One option of the command line for each setting. */
final class SettingOptions {

    private SettingOptions() {}

    static void addTo(CommandSpec spec) {
        for (Setting setting : Setting.values()) {
            String defaultValue =
                    setting.defaultValue().map(text -> " (default " + text + ")").orElse("");
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel(setting.placeholder())
                    .type(String.class)
                    .description(setting.description() + defaultValue)
                    .build());
        }
    }

    /** Those that were given. */
    static Map<Setting, String> given(CommandSpec spec) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), "");
            if (!value.isEmpty()) {
                given.put(setting, value);
            }
        }
        return given;
    }
}
