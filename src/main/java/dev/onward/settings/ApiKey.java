package dev.onward.settings;

/**
 * A key that allows a caller to request predictions. The key itself is not stored, only its hash.
 *
 * @param name the caller's name in the log
 * @param sha256 64 hexadecimal digits in lower case; keys are long and random, so a slow hash is not necessary
 */
public record ApiKey(String name, String sha256) {}
