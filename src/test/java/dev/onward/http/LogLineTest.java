package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Each line is compared with that of Jackson's generator, character by character. */
class LogLineTest {

    private static final JsonFactory JSON = new JsonFactory();

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T09:30:00Z", "2026-01-31T09:30:00.007Z", "2026-01-31T09:30:00.0009Z"})
    void writesTheTimeToTheMillisecond(String time) {
        Instant now = Instant.parse(time);

        String line = new LogLine().time(now).end();

        assertThat(line).isEqualTo("{\"time\":\"" + now.truncatedTo(ChronoUnit.MILLIS) + "\"}");
        assertThat(new LogLine().time(now.plusSeconds(1)).end())
                .isEqualTo("{\"time\":\"" + now.plusSeconds(1).truncatedTo(ChronoUnit.MILLIS) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"quoted\" \\ / \b\t\n\f\r", "\u0000\u001f\u007f\u2028", "ü 好 😀", "\ud83d"})
    void escapesTextLikeTheGenerator(String text) {
        LogLine line = new LogLine();

        line.text("path", text);
        line.text("again", text);

        StringWriter expected = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), expected)) {
            json.writeStartObject();
            json.writeStringProperty("path", text);
            json.writeStringProperty("again", text);
            json.writeEndObject();
        }
        assertThat(line.end()).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @CsvSource({"0", "999", "1000", "1234567", "999999999", "1000000000", "86400000000000"})
    void writesDurationsWithThreeDecimalPlaces(long nanos) {
        LogLine line = new LogLine();

        line.millis("ms", nanos);

        assertThat(line.end()).isEqualTo("{\"ms\":" + BigDecimal.valueOf(nanos / 1_000, 3) + "}");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200, Long.MAX_VALUE})
    void writesNumbersAndMarks(long number) {
        LogLine line = new LogLine();

        line.number("rows", number);
        line.yes("cut");
        line.text("client", null);

        assertThat(line.end()).isEqualTo("{\"rows\":" + number + ",\"cut\":true,\"client\":null}");
    }
}
