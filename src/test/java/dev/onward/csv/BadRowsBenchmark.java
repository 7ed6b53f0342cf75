package dev.onward.csv;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.details.DetailSource;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The time for a CSV file in which the graph fails on one row of each chunk, compared with a file without such rows.
 * Prints and asserts nothing.
 */
@Tag("bench")
class BadRowsBenchmark {

    private static final int TURNS = 40;

    /** The columns that are passed through: a file of one column is rare. */
    private static final String OTHER_CELLS = ",3.6216,8.6661,-2.8073";

    @Test
    void comparesWithAFileWithoutBadRows() {
        OnnxGraphs prices = new OnnxGraphs()
                .input("shop", TensorProto.DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", TensorProto.DataType.FLOAT, -1);
        List<String> rows = new ArrayList<>(Collections.nCopies(100 * 1024, "2"));
        byte[] good = file(rows);
        for (int i = 700; i < rows.size(); i += 1024) {
            rows.set(i, "7");
        }
        byte[] bad = file(rows);
        try (Model model = prices.open()) {
            double[] ratios = new double[TURNS];
            for (int turn = -TURNS; turn < TURNS; turn++) {
                double without = seconds(model, good);
                double with = seconds(model, bad);
                if (turn >= 0) {
                    ratios[turn] = with / without;
                }
            }
            Arrays.sort(ratios);
            System.out.printf(Locale.ROOT, "one bad row in 1,024: %.2f times as long%n", ratios[TURNS / 2]);
        }
    }

    private static byte[] file(List<String> rows) {
        return rows.stream()
                .map(shop -> shop + OTHER_CELLS)
                .collect(Collectors.joining("\n", "shop,variance,skewness,curtosis\n", ""))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static double seconds(Model model, byte[] file) {
        long start = System.nanoTime();
        CsvScorer.score(
                new ByteArrayInputStream(file),
                CsvScorer.Part.WHOLE,
                OutputStream.nullOutputStream(),
                model,
                DetailSource.NONE,
                CsvScorer.OutputFormat.CSV,
                at -> {});
        return (System.nanoTime() - start) / 1e9;
    }
}
