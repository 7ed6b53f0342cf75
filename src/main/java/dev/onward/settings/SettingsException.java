package dev.onward.settings;

/** Thrown if settings have invalid values. The message names each of them with the expected value. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }
}
