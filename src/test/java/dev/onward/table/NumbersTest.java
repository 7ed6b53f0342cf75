package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            0,                        0
            -0,                       -0.0
            +1,                       1
            007,                      7
            1.,                       1
            .5,                       0.5
            -.5,                      -0.5
            3.6216,                   3.6216
            1e3,                      1000
            1E3,                      1000
            1e+3,                     1000
            25e-1,                    2.5
            -1.5e-2,                  -0.015
            4.9e-324,                 4.9e-324
            1e-400,                   0
            1.7976931348623157e308,   1.7976931348623157e308
            9007199254740993,         9007199254740992
            """)
    void readsEveryNumberOfTheGrammar(String text, double number) {
        assertThat(Numbers.decimal(text)).isEqualTo(OptionalDouble.of(number));
        assertThat(Numbers.isNumber(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "-",
                ".",
                "-.",
                "e3",
                ".e3",
                "1e",
                "1e+",
                "1e3.5",
                "1e3 ",
                "--1",
                "+-1",
                "1-",
                "1.2.3",
                " 1",
                "1 ",
                "1 000",
                "1_000",
                "1,5",
                "1d",
                "1f",
                "1L",
                "0x10",
                "0x1p3",
                "NaN",
                "nan",
                "Infinity",
                "-Infinity",
                "inf",
                "abc",
                "1a",
                "½",
                "١",
                "１",
                "−1",
                "1\n"
            })
    void rejectsEverythingElse(String text) {
        assertThat(Numbers.isNumber(text)).isFalse();
        assertThat(Numbers.decimal(text)).isEmpty();
        assertThat(Numbers.whole(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1e309, Infinity", "-1e309, -Infinity", "1e999999999999, Infinity"})
    void readsNumbersTooLargeForADoubleAsInfinite(String text, double infinite) {
        assertThat(Numbers.decimal(text)).isEqualTo(OptionalDouble.of(infinite));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.0, 1",
        "1., 1",
        "-0, 0",
        "+7, 7",
        "1e3, 1000",
        "1.5e1, 15",
        "1500e-2, 15",
        "0e999999999, 0",
        "0e-2147483649, 0",
        "000.000, 0",
        "00120.00e-1, 12",
        ".5e1, 5",
        "9007199254740993, 9007199254740993",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void readsWholeNumbersExactly(String text, long number) {
        assertThat(Numbers.whole(text)).isEqualTo(OptionalLong.of(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1e-1",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "1e999999999",
                "1e-999999999",
                "1e99999999999",
                "1e-2147483649",
                "1e2147483649",
                "1e99999999999999999999999999999999999999",
                "1e-99999999999999999999999999999999999999"
            })
    void refusesNumbersThatAreNotWholeOrExceedSixtyFourBits(String text) {
        assertThat(Numbers.isNumber(text)).isTrue();
        assertThat(Numbers.whole(text)).isEmpty();
    }

    @Test
    @Timeout(60)
    void readsAMillionDigitsInTime() {
        String digits = "1" + "0".repeat(1 << 20);

        assertThat(Numbers.whole(digits)).isEmpty();
        assertThat(Numbers.whole(digits + "e-" + (1 << 20))).isEqualTo(OptionalLong.of(1));
        assertThat(Numbers.whole("7".repeat(1 << 20))).isEmpty();
    }

    @Test
    void readsAThousandDigits() {
        String digits = "1" + "0".repeat(999);

        OptionalDouble decimal = Numbers.decimal(digits + "e-999");
        OptionalLong whole = Numbers.whole(digits + "e-999");

        assertThat(decimal).isEqualTo(OptionalDouble.of(1));
        assertThat(whole).isEqualTo(OptionalLong.of(1));
    }

    /** Set onward.fuzz.literals to 100000000 for a longer run. */
    @Test
    void readsShortDecimalsAsTheJdkDoes() {
        int literals = Integer.getInteger("onward.fuzz.literals", 1_000_000);
        Random random = new Random(21);
        int exact = 0;
        for (int i = 0; i < literals; i++) {
            String text = literal(random);
            boolean decimalComma = random.nextBoolean();
            String read = decimalComma ? text.replace('.', ',') : text;
            // Numbers near the start of a block are read in another way.
            String before = random.nextInt(4) == 0 ? "" : "-9.87,6\n";
            byte[] ascii = (before + read + ",").getBytes(StandardCharsets.US_ASCII);

            double number = Numbers.shortDecimal(ascii, before.length(), ascii.length - 1, decimalComma);

            if (!Double.isNaN(number)) {
                exact++;
                long expected = Double.doubleToRawLongBits(Double.parseDouble(text));
                if (Double.doubleToRawLongBits(number) != expected || !Numbers.isNumber(text)) {
                    assertThat(number).as(text).isEqualTo(Double.parseDouble(text));
                }
            }
        }
        assertThat(exact).isBetween(literals / 2, literals - 1);
    }

    /** Digits with up to 17 places, and now and then something that is not a number. */
    private static String literal(Random random) {
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 17 : 9);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        if (random.nextInt(4) > 0) {
            text.insert(random.nextInt(length + 1), '.');
        }
        if (random.nextInt(3) == 0) {
            text.insert(0, random.nextInt(8) == 0 ? '+' : '-');
        }
        if (random.nextInt(16) == 0) {
            text.insert(random.nextInt(text.length() + 1), "-+.eE/:xd ".charAt(random.nextInt(10)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "--1",
                "1-",
                "1.2.3",
                "1e3",
                " 1",
                "1,5",
                "NaN",
                "1234567890123456",
                "1/2",
                "1:2",
                "\0"
            })
    void readsOnlyShortDecimalsFromBytes(String text) {
        byte[] alone = text.getBytes(StandardCharsets.US_ASCII);
        byte[] behind = ("12345678" + text).getBytes(StandardCharsets.US_ASCII);

        assertThat(Numbers.shortDecimal(alone, 0, alone.length, false)).isNaN();
        assertThat(Numbers.shortDecimal(behind, 8, behind.length, false)).isNaN();
    }
}
