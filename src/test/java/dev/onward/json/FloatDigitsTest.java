package dev.onward.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.io.NumberOutput;

/** The digits of floats, compared with those that Jackson writes. */
class FloatDigitsTest {

    private static final long FLOATS = 1L << 32;

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1.5, -1.5",
        "0.1, 0.1",
        "0.001, 0.001",
        "9.9999e-4, 9.9999E-4",
        "1234567, 1234567.0",
        "9999999, 9999999.0",
        "1e7, 1.0E7",
        "16777216, 1.6777216E7",
        "0.99999994, 0.99999994",
        "1.4e-45, 1.4E-45",
        "3.4028235e38, 3.4028235E38"
    })
    void writesTheShortestDigits(float value, String text) {
        assertThat(written(value)).isEqualTo(text);
    }

    /** Set onward.fuzz.step to 1 for all floats. */
    @Test
    void writesTheSameAsJackson() {
        int step = Integer.getInteger("onward.fuzz.step", 2_000);
        SplittableRandom random = new SplittableRandom(21);
        byte[] expected = new byte[NumberOutput.MAX_FLOAT_BYTES];
        for (long bits = 0; bits < FLOATS; bits += 1 + random.nextInt(2 * step - 1)) {
            float value = Float.intBitsToFloat((int) bits);
            if (Float.isFinite(value)) {
                int length = NumberOutput.outputFloat(value, expected, 0);
                String text = new String(expected, 0, length, StandardCharsets.US_ASCII);
                if (!written(value).equals(text)) {
                    assertThat(written(value)).isEqualTo(text);
                }
            }
        }
    }

    private static String written(float value) {
        byte[] out = new byte[FloatDigits.MAX_BYTES];
        return new String(out, 0, FloatDigits.write(value, out, 0), StandardCharsets.US_ASCII);
    }
}
