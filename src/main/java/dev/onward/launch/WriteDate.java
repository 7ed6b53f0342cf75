package dev.onward.launch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The date that a command writes into a file. Reproducible builds set it with SOURCE_DATE_EPOCH, in seconds since 1970.
 */
final class WriteDate {

    private static final String VARIABLE = "SOURCE_DATE_EPOCH";

    private WriteDate() {}

    /** The date in the variable; empty if it is not set or not a number of seconds. */
    static Optional<LocalDate> declared() {
        return Optional.ofNullable(System.getenv(VARIABLE)).flatMap(WriteDate::parse);
    }

    /** The date in the variable, or else of today, in UTC. */
    static LocalDate declaredOrToday() {
        return declared().orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
    }

    private static Optional<LocalDate> parse(String seconds) {
        try {
            return Optional.of(LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(seconds)), ZoneOffset.UTC));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
