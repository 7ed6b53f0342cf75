package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimitedLog log = new RateLimitedLog(new Lines(), now::get);

    @Test
    void writesOneLineInTenSecondsAndCountsTheOthers() {
        log.log(Level.WARNING, "first");
        log.log(Level.WARNING, "second");
        log.log(Level.WARNING, "third");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        log.log(Level.WARNING, "fourth");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        log.log(Level.WARNING, "fifth");

        assertThat(lines).containsExactly("first", "fourth (similar messages omitted: 2)", "fifth");
    }

    @Test
    void writesOneLineOfLimitedLength() {
        log.log(Level.WARNING, "one\r\n  two\u2028three " + "x".repeat(1_000));

        assertThat(lines).containsExactly("one two three " + "x".repeat(486) + "…");
    }

    private final class Lines implements Logger {

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            throw new IllegalStateException("expected no stack trace", thrown);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            lines.add(format);
        }
    }
}
