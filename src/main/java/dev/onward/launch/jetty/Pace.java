package dev.onward.launch.jetty;

import dev.onward.settings.Settings;
import java.time.Duration;

/**
 * The pace that clients have to keep.
 *
 * @param readRate minimum rate at which a client sends a body, in bytes per second
 * @param writeRate minimum rate at which a client reads a response, in bytes per second
 * @param maxPause the time for the first part of a body, and the longest pause after it
 * @param maxWait the time that a request waits for a thread before it is refused with 503
 */
public record Pace(long readRate, long writeRate, Duration maxPause, Duration maxWait) {

    public static Pace of(Settings settings) {
        return new Pace(settings.readRate(), settings.writeRate(), settings.bodyPause(), settings.concurrencyWait());
    }
}
