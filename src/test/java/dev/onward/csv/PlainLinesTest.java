package dev.onward.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.details.DetailSource;
import dev.onward.model.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose lines are read without a parser, compared with the same files behind a quoted header line. */
class PlainLinesTest {

    private static final int FILES = 3_000;
    private static final String[] NAMES = {"variance", "skewness", "curtosis", "entropy", "größe"};

    /** Numbers, mainly, so that many rows have predictions. */
    private static final String[] USUAL = {"1", "-2.5", "3.6216", "0.1234567", "-7", "+4.", ".5", "12"};

    private static final String[] HOSTILE = {
        "",
        " ",
        "x",
        "3,5",
        "2;5",
        " 7 ",
        "1e-3",
        "1e99",
        "123456789012345678",
        "0.30000000000000004",
        "-0",
        "-",
        "#1",
        "#",
        "é",
        "€",
        "𝄞",
        "\u00a05",
        "\u2003",
        "\uFEFF",
        "\uFFFD",
        "\0",
        "\u001c",
        "\"",
        "\"a,b\"",
        "\"1\"",
        "1\"",
        "\"a\nb\"",
        "\r",
        "\n",
        "\r\n",
        "\r\r\n",
        "\n\n",
        ",",
        ",,",
        ";",
        "\t",
        "true",
        "nan"
    };

    private static final byte[][] INVALID = {
        {(byte) 0xC3}, {(byte) 0xFF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'1', (byte) 0x80}, {(byte) 0xF0, '5'}
    };

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.002, 0.02, 0.3})
    void readsTheSameRowsAsTheParser(double hostile) {
        Random random = new Random(21);
        for (int i = 0; i < FILES; i++) {
            char separator = ",;\t".charAt(random.nextInt(3));
            byte[] rows = rows(random, separator, hostile);

            List<CsvRows.Row> plain = all(file(header(separator, false), rows), random);
            List<CsvRows.Row> parsed = all(file(header(separator, true), rows), random);

            assertThat(plain).as(new String(rows, StandardCharsets.UTF_8)).isEqualTo(parsed);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.002, 0.02, 0.3})
    void predictsTheSameAsWithTheParser(double hostile) {
        Random random = new Random(22);
        try (Model model = Model.open(Path.of("model.onnx"))) {
            for (int i = 0; i < FILES / 10; i++) {
                char separator = ",;\t".charAt(random.nextInt(3));
                byte[] rows = rows(random, separator, hostile);
                for (CsvScorer.OutputFormat format : CsvScorer.OutputFormat.values()) {
                    String plain = scored(model, file(header(separator, false), rows), format, random);
                    String parsed = scored(model, file(header(separator, true), rows), format, random);

                    assertThat(plain).isEqualTo(parsed);
                }
            }
        }
    }

    /** Lengths around that of a block, and of rows that are too long. */
    @ParameterizedTest
    @ValueSource(ints = {8_190, 65_520, 65_534, 65_535, 65_536, 65_537, 100_000, 131_073, 200_000})
    void readsLongLinesAsTheParserDoes(int length) {
        Random random = new Random(23);
        for (String end : List.of("\n", "\r\n", "\r", "")) {
            String row = "1,2,3,4," + "a".repeat(length - 8) + end + "1,2,3,4,5\r\n6,7\n";
            byte[] rows = row.getBytes(StandardCharsets.US_ASCII);

            List<CsvRows.Row> plain = all(file(header(',', false), rows), random);
            List<CsvRows.Row> parsed = all(file(header(',', true), rows), random);

            assertThat(plain).isEqualTo(parsed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_383, 16_384, 16_385})
    void readsManyCellsAsTheParserDoes(int cells) {
        Random random = new Random(24);
        byte[] rows = (",".repeat(cells - 1) + "\n1,2,3,4,5\n").getBytes(StandardCharsets.US_ASCII);

        assertThat(all(file(header(',', false), rows), random)).isEqualTo(all(file(header(',', true), rows), random));
    }

    @Test
    void handsOutCellsThatStayAsTheyAre() {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 50_000; i++) {
            csv.append(i).append(",x").append(i).append('\n');
        }

        List<CsvRows.Row> rows = all(csv.toString().getBytes(StandardCharsets.US_ASCII), new Random(25));

        assertThat(rows).hasSize(50_000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).cells()).isInstanceOf(PlainCells.class).containsExactly("" + i, "x" + i);
        }
    }

    /** The quotes do not change the names, but no line is read without the parser. */
    private static String header(char separator, boolean isQuoted) {
        String header = String.join(String.valueOf(separator), NAMES) + "\n";
        return isQuoted ? header.replace(NAMES[0], '"' + NAMES[0] + '"') : header;
    }

    private static byte[] file(String header, byte[] rows) {
        byte[] start = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(start, 0, start.length);
        file.write(rows, 0, rows.length);
        return file.toByteArray();
    }

    private static byte[] rows(Random random, char separator, double hostile) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        String end = random.nextBoolean() ? "\n" : "\r\n";
        int count = random.nextInt(40);
        for (int row = 0; row < count; row++) {
            for (int cell = 0; cell < NAMES.length; cell++) {
                if (cell > 0) {
                    write(rows, String.valueOf(separator));
                }
                boolean isHostile = random.nextDouble() < hostile;
                if (isHostile && random.nextInt(10) == 0) {
                    byte[] invalid = INVALID[random.nextInt(INVALID.length)];
                    rows.write(invalid, 0, invalid.length);
                } else {
                    String[] cells = isHostile ? HOSTILE : USUAL;
                    write(rows, cells[random.nextInt(cells.length)]);
                }
            }
            write(rows, row + 1 == count && random.nextBoolean() ? "" : end);
        }
        return rows.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    private static List<CsvRows.Row> all(byte[] file, Random random) {
        CsvRows rows = CsvRows.open(inPieces(file, random));
        List<CsvRows.Row> all = new ArrayList<>();
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            all.add(row.get());
        }
        return all;
    }

    /** The output, and the numbers of rows. */
    private static String scored(Model model, byte[] file, CsvScorer.OutputFormat format, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvScorer.Outcome outcome = CsvScorer.score(
                inPieces(file, random), CsvScorer.Part.WHOLE, out, model, DetailSource.NONE, format, at -> {});
        return out.toString(StandardCharsets.UTF_8) + outcome;
    }

    /** The bytes as a connection delivers them. */
    private static InputStream inPieces(byte[] file, Random random) {
        int longest = 1 + random.nextInt(file.length + 1);
        return new FilterInputStream(new ByteArrayInputStream(file)) {

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(longest)));
            }
        };
    }
}
