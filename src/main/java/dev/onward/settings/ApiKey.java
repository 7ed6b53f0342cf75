package dev.onward.settings;

/**
 * A key that lets programs and people ask for predictions. It is itself not known, only its hash.
 *
 * @param name whose it is, for the log
 * @param sha256 64 hexadecimal digits; keys are long and random, so that no slower hash is needed
 */
public record ApiKey(String name, String sha256) {}
