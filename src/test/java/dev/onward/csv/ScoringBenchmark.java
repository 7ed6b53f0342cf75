package dev.onward.csv;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.onward.details.DetailSource;
import dev.onward.model.Model;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The processor time for a row of a CSV file in memory, warm, in one thread, in turn with FastCSV's parsing alone.
 * Prints and asserts nothing.
 */
@Tag("bench")
class ScoringBenchmark {

    private static final int ROWS = 1_000_000;
    private static final int ROUNDS = 11;
    private static final int WARM_UP = 3;

    private interface Side {
        void run() throws IOException;
    }

    @Test
    void measuresScoringBesideParsing() throws IOException {
        String csv = rows();
        byte[] plain = csv.getBytes(StandardCharsets.US_ASCII);
        byte[] quoted = csv.replaceFirst("variance", "\"variance\"").getBytes(StandardCharsets.US_ASCII);
        try (Model model = Model.open(Path.of("model.onnx"))) {
            model.simplify();
            Table table = table(model);
            Map<String, Side> sides = new LinkedHashMap<>();
            sides.put("FastCSV's parsing alone", () -> parse(plain));
            sides.put("the model alone", () -> predict(model, table));
            sides.put("scoring", () -> score(model, plain));
            sides.put("scoring with FastCSV, behind a quoted header", () -> score(model, quoted));
            report(measured(sides));
        }
    }

    /** The processor time of each side in each round, in ns a row. */
    private static Map<String, double[]> measured(Map<String, Side> sides) throws IOException {
        Map<String, double[]> times = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, Side> side : sides.entrySet()) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                side.getValue().run();
                long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (round >= 0) {
                    times.computeIfAbsent(side.getKey(), name -> new double[ROUNDS])[round] =
                            (end - start) / (double) ROWS;
                }
            }
        }
        return times;
    }

    private static void report(Map<String, double[]> times) {
        times.values().forEach(Arrays::sort);
        double parsing = times.values().iterator().next()[ROUNDS / 2];
        times.forEach((name, ns) -> System.out.printf(
                Locale.ROOT,
                "%-45s %4.0f ns a row (%.0f to %.0f), FastCSV / this %.2f%n",
                name,
                ns[ROUNDS / 2],
                ns[0],
                ns[ROUNDS - 1],
                parsing / ns[ROUNDS / 2]));
    }

    private static void parse(byte[] file) throws IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(new ByteArrayInputStream(file))) {
            rows.forEach(row -> {});
        }
    }

    private static void predict(Model model, Table table) {
        for (int row = 0; row < ROWS; row += table.rows()) {
            model.predictPossible(table);
        }
    }

    private static void score(Model model, byte[] file) {
        CsvScorer.score(
                new ByteArrayInputStream(file),
                CsvScorer.Part.WHOLE,
                OutputStream.nullOutputStream(),
                model,
                DetailSource.NONE,
                CsvScorer.OutputFormat.CSV,
                at -> {});
    }

    private static Table table(Model model) {
        TableBuilder builder = new TableBuilder(model.schema());
        Random random = new Random(1);
        for (int row = 0; row < 1024; row++) {
            builder.startRow(0);
            for (int column = 0; column < model.schema().size(); column++) {
                builder.number(column, random.nextGaussian());
            }
            builder.endRow();
        }
        return builder.build();
    }

    /** The banknotes again and again, with noise. */
    private static String rows() throws IOException {
        List<String> notes = Files.readAllLines(Path.of("data/banknote.csv"));
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("variance,skewness,curtosis,entropy\n");
        for (int row = 0; row < ROWS; row++) {
            String[] cells = notes.get(1 + random.nextInt(notes.size() - 1)).split(",", -1);
            for (int i = 0; i < 4; i++) {
                double noisy = Double.parseDouble(cells[i]) + 0.05 * random.nextGaussian();
                csv.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", noisy));
            }
            csv.append('\n');
        }
        return csv.toString();
    }
}
