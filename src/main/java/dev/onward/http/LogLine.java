package dev.onward.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A line of JSON: one object. Written without a generator, which takes longer to set up than such a line to write. For
 * one thread.
 */
final class LogLine {

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MICROS_PER_MILLI = 1_000;

    /** The last second that was written: most lines of a busy server are of the same one as the line before. */
    private static volatile Second lastSecond = Second.of(0);

    private final StringBuilder json = new StringBuilder(320).append('{');

    /** A second and its text, such as {@code 2026-01-31T09:30:00}. */
    private record Second(long epochSecond, String text) {

        static Second of(long epochSecond) {
            String text = Instant.ofEpochSecond(epochSecond).toString();
            return new Second(epochSecond, text.substring(0, text.length() - 1));
        }
    }

    /** Adds the time in UTC, to the millisecond, with the digits of {@link Instant#toString}. */
    LogLine time(Instant now) {
        Second second = lastSecond;
        if (second.epochSecond() != now.getEpochSecond()) {
            second = Second.of(now.getEpochSecond());
            lastSecond = second;
        }
        name("time").append('"').append(second.text());
        int millis = now.getNano() / NANOS_PER_MILLI;
        if (millis > 0) {
            json.append('.');
            digits(millis);
        }
        json.append("Z\"");
        return this;
    }

    void text(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            json.append((String) null);
            return;
        }
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }

    void number(String name, long value) {
        name(name).append(value);
    }

    void yes(String name) {
        name(name).append(true);
    }

    /** Adds a duration in milliseconds, with three decimal places. */
    void millis(String name, long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        name(name).append(micros / MICROS_PER_MILLI).append('.');
        digits((int) (micros % MICROS_PER_MILLI));
    }

    /** Returns the line, without a line break. */
    String end() {
        return json.append('}').toString();
    }

    private StringBuilder name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        return json.append('"').append(name).append("\":");
    }

    /** Appends a number below 1,000 with three digits. */
    private void digits(int number) {
        json.append((char) ('0' + number / 100))
                .append((char) ('0' + number / 10 % 10))
                .append((char) ('0' + number % 10));
    }
}
