package dev.onward.explain;

import dev.onward.model.Model;
import dev.onward.table.Table;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random rows of numbers in steps of one half. */
final class RandomRows {

    private RandomRows() {}

    /** @param missing the share of missing values, which are NaN */
    static double[][] of(Random random, int rows, int features, double missing) {
        double[][] values = new double[rows][features];
        for (double[] row : values) {
            Arrays.setAll(row, i -> random.nextDouble() < missing ? Double.NaN : (random.nextInt(13) - 6) / 2.0);
        }
        return values;
    }

    /** The rows as a table of the model, whose features are in the same order. */
    static Table table(Model model, double[]... rows) {
        return Fixture.table(
                model, Arrays.stream(rows).map(row -> json(model, row)).collect(Collectors.joining(",", "[", "]")));
    }

    private static String json(Model model, double[] row) {
        return IntStream.range(0, row.length)
                .mapToObj(i -> "\"" + model.schema().feature(i).name() + "\":"
                        + (Double.isNaN(row[i]) ? "null" : Double.toString(row[i])))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
