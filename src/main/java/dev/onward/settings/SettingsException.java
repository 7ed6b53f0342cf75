package dev.onward.settings;

/** One or more settings have values that they cannot take; the message names each with what was expected. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }
}
