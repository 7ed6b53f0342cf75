package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains on four fifths of a data set, and counts how many true values of the other rows are in the interval of 90 %.
 * {@code -Dinterval.folds=5} leaves out each fifth in turn, instead of one only.
 */
class IntervalCoverageTest {

    private static final int FOLDS = 5;
    private static final int FOLDS_LEFT_OUT = Integer.getInteger("interval.folds", 1);
    private static final int ROWS = 2_000;
    private static final int FEATURES = 5;

    @TempDir
    private Path folder = Path.of("");

    /** A value that depends on numbers between 0 and 1, and noise. */
    private record DataSet(ToDoubleFunction<double[]> value, ToDoubleFunction<Random> noise) {}

    @Test
    void nineOfTenTrueValuesAreInTheirInterval() throws IOException {
        // The first three are those of Friedman (Multivariate Adaptive Regression Splines, 1991).
        List<DataSet> all = List.of(
                new DataSet(
                        x -> 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * Math.pow(x[2] - 0.5, 2) + 10 * x[3] + 5 * x[4],
                        Random::nextGaussian),
                new DataSet(x -> Math.hypot(100 * x[0], impedance(x)), random -> 125 * random.nextGaussian()),
                new DataSet(x -> Math.atan(impedance(x) / (100 * x[0] + 1)), random -> 0.1 * random.nextGaussian()),
                new DataSet(x -> 3 * x[0] - 2 * x[1], random -> random.nextGaussian() / (0.1 + random.nextDouble())),
                new DataSet(x -> Math.exp(3 * x[0] * x[1]), random -> -Math.log(1 - random.nextDouble())));
        int[] counts = new int[2];
        for (int i = 0; i < all.size(); i++) {
            List<String> lines = lines(all.get(i), i);
            for (int fold = 0; fold < FOLDS_LEFT_OUT; fold++) {
                count(lines, fold, counts);
            }
        }

        double share = (double) counts[0] / counts[1];
        System.out.printf("%d of %d true values are in their interval: %.2f %%%n", counts[0], counts[1], 100 * share);
        assertThat(counts[1]).isEqualTo(all.size() * ROWS / FOLDS * FOLDS_LEFT_OUT);
        assertThat(share).isBetween(0.88, 0.92);
    }

    private static double impedance(double[] x) {
        double frequency = 2 * Math.PI * (20 + 260 * x[1]);
        return frequency * x[2] - 1 / (frequency * (1 + 10 * x[3]) * 1e-4);
    }

    /** CSV records of the features and the value. */
    private static List<String> lines(DataSet set, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> {
                    double[] x = random.doubles(FEATURES).toArray();
                    double y = set.value.applyAsDouble(x) + set.noise.applyAsDouble(random);
                    return Arrays.stream(x).mapToObj(Double::toString).collect(Collectors.joining(",")) + "," + y;
                })
                .toList();
    }

    /** Adds the numbers of true values in their interval, and of all. */
    private void count(List<String> lines, int fold, int[] counts) throws IOException {
        Path train = write("train.csv", lines, row -> row % FOLDS != fold);
        Path others = write("others.csv", lines, row -> row % FOLDS == fold);
        Path model = folder.resolve("model.onnx");
        Path scored = folder.resolve("scored.csv");
        assertThat(Commands.run("train", train.toString(), "--target", "y", "--out", model.toString())
                        .err())
                .isEmpty();
        assertThat(Commands.run(
                                "score",
                                others.toString(),
                                "--model",
                                model.toString(),
                                "--uncertainty",
                                "--out",
                                scored.toString())
                        .exit())
                .isZero();
        List<String> records = Files.readAllLines(scored);
        List<String> header = List.of(records.get(0).split(",", -1));
        int truth = header.indexOf("y");
        int from = header.indexOf("interval_from");
        int to = header.indexOf("interval_to");
        for (String line : records.subList(1, records.size())) {
            String[] cells = line.split(",", -1);
            double value = Double.parseDouble(cells[truth]);
            counts[0] += Double.parseDouble(cells[from]) <= value && value <= Double.parseDouble(cells[to]) ? 1 : 0;
            counts[1]++;
        }
    }

    private Path write(String name, List<String> lines, IntPredicate isWritten) throws IOException {
        List<String> content = new ArrayList<>(List.of("a,b,c,d,e,y"));
        IntStream.range(0, lines.size()).filter(isWritten).mapToObj(lines::get).forEach(content::add);
        return Files.write(folder.resolve(name), content);
    }
}
