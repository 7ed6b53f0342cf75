package dev.onward.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Rows read without a parser, compared with those that are read with one. */
class PlainRowsTest {

    private static final int MAX_ROWS = 500;

    private static final Schema SCHEMA = new Schema(List.of(
            Feature.of("variance", DataType.NUMBER),
            Feature.of("count", DataType.INTEGER),
            Feature.builder("größe", DataType.NUMBER).optional(true).build(),
            Feature.of("is new", DataType.BOOLEAN),
            Feature.builder("colour", DataType.STRING)
                    .categories(List.of("red", "grün", "a b", ""))
                    .build(),
            Feature.builder("note", DataType.STRING).optional(true).build()));

    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "7",
        "-12",
        "3.6216",
        "-0.44699",
        "1e2",
        "1E+05",
        "-2.5e-3",
        "12345678",
        "0.1234567890123456789",
        "9007199254740993",
        "123456789.123456789",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.0",
        "100.0",
        "1e-400",
        "1" + "0".repeat(300)
    };

    private static final String NUMBER_CHARACTERS = "-0.1234567890123456789eE+";

    private static final String[] STRANGE = {
        "00",
        "01",
        "-01",
        ".5",
        "+1",
        "-",
        "1.",
        "1.e3",
        "5e",
        "5e+",
        "0x1",
        "1f",
        "NaN",
        "-Infinity",
        "1e999",
        "nul",
        "truee",
        "\"1\"",
        "[1]",
        "{\"a\":[]}",
        "",
        "\"",
        "\"\\u0041\"",
        "\"\ttab\"",
        "'x'",
        "1 2",
        "9".repeat(1001),
        "\"\uD83D\uDE00\"",
        "\"" + "x".repeat(2_000) + "\"",
        "/* c */ 1",
        "null",
        "true",
        "-5.5",
        "\"blue\"",
        "\"\uFFFD\""
    };

    private static final byte[] BYTES = "{}[],:\"\\ \n\0+-.0123456789eEtfn\u00FC\uFEFF".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsTheSameAsTheParser(long seed) {
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < 2_000; i++) {
            byte[] text = damaged(text(random, random.nextInt(3) == 0 ? 0.05 : 0), random);
            assertThat(outcome(() -> JsonRows.read(text, SCHEMA, RowLimits.of(MAX_ROWS), Optional.empty())))
                    .as(() -> new String(text, UTF_8))
                    .isEqualTo(parsed(text));
        }
    }

    @Test
    void needsNoParserForPlainRows() {
        SplittableRandom random = new SplittableRandom(5);

        for (int i = 0; i < 1_000; i++) {
            byte[] text = text(random, 0);
            assertThat(PlainRows.read(text, SCHEMA, RowLimits.of(MAX_ROWS)))
                    .as(() -> new String(text, UTF_8))
                    .isPresent();
        }
    }

    @Test
    void readsThoseNumbersThatTheParserReads() {
        SplittableRandom random = new SplittableRandom(6);
        String rest = ",\"count\":1,\"is new\":false,\"colour\":\"red\"}";

        for (int i = 0; i < 50_000; i++) {
            StringBuilder literal = new StringBuilder();
            for (int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 8); length > 0; length--) {
                literal.append(NUMBER_CHARACTERS.charAt(random.nextInt(NUMBER_CHARACTERS.length())));
            }
            byte[] text = ("{\"variance\":" + literal + rest).getBytes(UTF_8);
            String parsed = parsed(text);
            assertThat(outcome(() -> JsonRows.read(text, SCHEMA, RowLimits.of(MAX_ROWS), Optional.empty())))
                    .as(literal.toString())
                    .isEqualTo(parsed);
            assertThat(PlainRows.read(text, SCHEMA, RowLimits.of(MAX_ROWS)).isPresent())
                    .as(literal.toString())
                    .isEqualTo(parsed.startsWith("true ["));
        }
    }

    private interface Reader {
        JsonRows read();
    }

    private static String parsed(byte[] text) {
        return outcome(() -> JsonRows.read(new ByteArrayInputStream(text), SCHEMA, MAX_ROWS));
    }

    /** The rows, or everything about the problems. */
    private static String outcome(Reader reader) {
        try {
            return described(reader.read());
        } catch (InvalidInputException e) {
            return e.total()
                    + e.problems().stream()
                            .map(problem -> " " + problem.text("row"))
                            .collect(Collectors.joining());
        } catch (SyntaxException e) {
            return e.line() + ":" + e.column() + " " + e.getMessage();
        } catch (TooLargeException | JacksonException e) {
            return e.getClass() + " " + e.getMessage();
        }
    }

    private static String described(JsonRows rows) {
        Table table = rows.table();
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            for (int column = 0; column < SCHEMA.size(); column++) {
                cells.add(table.column(column).value(row).map(Object::toString).orElse(""));
            }
        }
        return rows.single() + " " + cells;
    }

    /**
     * A text of rows.
     *
     * @param share of strange values and names
     */
    private static byte[] text(SplittableRandom random, double share) {
        if (random.nextInt(6) == 0) {
            return row(random, share, random.nextInt(4)).getBytes(UTF_8);
        }
        int spaces = random.nextInt(4);
        int rows = 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 6);
        return Stream.generate(() -> space(random, spaces) + row(random, share / rows, spaces) + space(random, spaces))
                .limit(rows)
                .collect(Collectors.joining(",", space(random, spaces) + "[", "]" + space(random, spaces)))
                .getBytes(UTF_8);
    }

    private static String row(SplittableRandom random, double share, int spaces) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < SCHEMA.size(); i++) {
            Feature feature = SCHEMA.feature(i);
            boolean isMissing = feature.optional() && random.nextInt(4) == 0;
            if (!isMissing && random.nextDouble() >= share) {
                String name = random.nextDouble() < share ? "Variance" : feature.name();
                String value = random.nextDouble() < share ? any(random, STRANGE) : value(feature, random);
                cells.add(space(random, spaces)
                        + '"'
                        + name
                        + '"'
                        + space(random, spaces)
                        + ':'
                        + space(random, spaces)
                        + value
                        + space(random, spaces));
            }
        }
        if (random.nextDouble() < share) {
            cells.add(cells.isEmpty() ? "" : cells.get(0));
        }
        if (random.nextInt(5) == 0) {
            Collections.rotate(cells, random.nextInt(5));
        }
        return cells.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Feature feature, SplittableRandom random) {
        if (feature.optional() && random.nextInt(4) == 0) {
            return "null";
        }
        return switch (feature.type()) {
            case NUMBER ->
                random.nextBoolean() ? any(random, NUMBERS) : Double.toString(random.nextInt(-99_999, 99_999) / 1e4);
            case INTEGER -> random.nextInt(4) == 0 ? "2.0" : Integer.toString(random.nextInt(-500, 500));
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case STRING -> '"' + (feature.optional() ? "text €, } ]: 漢" : any(random, "red", "grün", "a b", "")) + '"';
        };
    }

    /** @param spaces 0 for none, 1 as Python writes them, 2 and more for any */
    private static String space(SplittableRandom random, int spaces) {
        return spaces == 0 ? "" : spaces == 1 ? " " : any(random, "", " ", "\n  ", "\r\n", "\t");
    }

    private static String any(SplittableRandom random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** Changes some bytes of a third of the texts. */
    private static byte[] damaged(byte[] text, SplittableRandom random) {
        if (random.nextInt(3) > 0) {
            return text;
        }
        int at = random.nextInt(text.length + 1);
        byte b = BYTES[random.nextInt(BYTES.length)];
        byte[] start = Arrays.copyOf(text, at);
        byte[] rest = Arrays.copyOfRange(text, at, text.length);
        return switch (random.nextInt(4)) {
            case 0 -> start;
            case 1 -> joined(start, new byte[] {b}, rest);
            case 2 -> joined(start, new byte[] {b}, Arrays.copyOfRange(rest, Math.min(1, rest.length), rest.length));
            default -> joined(text, new byte[] {b}, new byte[0]);
        };
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
