package dev.onward.app;

import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import jakarta.servlet.ServletContext;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Reads the settings of an application: its context parameters first, then the container's naming service. */
final class ContextSettings {

    private ContextSettings() {}

    /** @throws dev.onward.settings.SettingsException naming every setting with an invalid value */
    static Settings read(ServletContext context) {
        return Settings.read(
                new Source(
                        setting -> Optional.ofNullable(context.getInitParameter(setting.property())),
                        setting -> "context parameter " + setting.property()),
                new Source(ContextSettings::entry, ContextSettings::entryName));
    }

    /**
     * Looks up an entry of the container's naming service. Callers cannot influence the name, and operators create the
     * entries.
     */
    @SuppressWarnings("BanJNDI")
    private static Optional<String> entry(Setting setting) {
        try {
            return Optional.of(String.valueOf(InitialContext.<Object>doLookup(entryName(setting))));
        } catch (NamingException e) {
            // There is no such entry, or the container has no naming service.
            return Optional.empty();
        }
    }

    private static String entryName(Setting setting) {
        return "java:comp/env/" + setting.property();
    }
}
