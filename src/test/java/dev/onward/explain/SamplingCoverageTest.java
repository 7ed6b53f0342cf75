package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The share of sampled contributions whose 95 % interval, by Student's t with two degrees of freedom fewer than pairs,
 * holds the exact contribution: of many random networks, each with a hidden layer and a background of its own.
 */
class SamplingCoverageTest {

    private static final int MODELS = 20;
    private static final int FEATURES = 14;
    private static final int BACKGROUND = 4;

    /** The number of explained rows of each model: with 36, there are more than 10,000 contributions. */
    private static final int ROWS = Integer.getInteger("explain.coverage.rows", 4);

    /** The graph computes in floats. */
    private static final double SINGLE = 1e-6;

    @Test
    void coversTheExactContributionsAsOftenAsItSays() {
        int inside = 0;
        int count = 0;
        for (int seed = 1; seed <= MODELS; seed++) {
            Network network = new Network(new Random(seed));
            double[][] rows = network.rows(BACKGROUND + ROWS);
            double[][] background = Arrays.copyOf(rows, BACKGROUND);
            double[][] explained = Arrays.copyOfRange(rows, BACKGROUND, rows.length);
            try (Model model = network.graph().open()) {
                Explainer explainer =
                        Explainer.of(ExplainableModel.of(model), Background.of(RandomRows.table(model, background)));
                List<RowOutcome<Explanation>> outcomes =
                        explainer.explain(RandomRows.table(model, explained), Optional.empty());
                for (int i = 0; i < explained.length; i++) {
                    Explanation explanation = Explained.explanation(outcomes.get(i));
                    assertThat(explanation.method()).isEqualTo(Method.SAMPLING);
                    double[] exact = network.shapley(explained[i], background);
                    double quantile = student(explanation.samples() - 2);
                    for (int feature = 0; feature < FEATURES; feature++) {
                        Contribution contribution = explanation.contributions().get(feature);
                        double error = contribution.standardError().orElseThrow();
                        if (error > 0) {
                            count++;
                            double difference = Math.abs(contribution.amount() - exact[feature]);
                            inside += difference <= quantile * error + SINGLE ? 1 : 0;
                        }
                    }
                }
            }
        }
        double share = (double) inside / count;
        System.out.printf(
                Locale.ROOT, "%d of %d contributions inside their 95 %% interval: %.4f%n", inside, count, share);
        assertThat(count).isGreaterThan(MODELS * ROWS * FEATURES * 9 / 10);
        assertThat(share).isBetween(0.93, 0.97);
    }

    /**
     * The 97.5 % quantile of Student's t (Cornish-Fisher expansion; its error is below 0.002 from 6 degrees of
     * freedom).
     */
    private static double student(int degrees) {
        double z = 1.959964;
        double v = degrees;
        return z
                + (Math.pow(z, 3) + z) / (4 * v)
                + (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / (96 * v * v)
                + (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z) / (384 * v * v * v);
    }

    /** A random network with one hidden layer of rectified or hyperbolic units. */
    private static final class Network {

        private final Random random;
        private final int units;
        private final boolean isRectified;
        private final double[][] weights;
        private final double[] outputs;

        Network(Random random) {
            this.random = random;
            units = 2 + random.nextInt(4);
            isRectified = random.nextBoolean();
            weights = new double[FEATURES][units];
            outputs = new double[units];
            for (int unit = 0; unit < units; unit++) {
                outputs[unit] = (float) random.nextGaussian();
                for (double[] row : weights) {
                    row[unit] = (float) (random.nextGaussian() / 2);
                }
            }
        }

        double[][] rows(int count) {
            double[][] rows = new double[count][FEATURES];
            for (double[] row : rows) {
                Arrays.setAll(row, i -> (float) random.nextGaussian());
            }
            return rows;
        }

        OnnxGraphs graph() {
            float[] flat = new float[FEATURES * units];
            float[] last = new float[units];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = (float) weights[i / units][i % units];
            }
            for (int i = 0; i < units; i++) {
                last[i] = (float) outputs[i];
            }
            return new OnnxGraphs()
                    .input("x", DataType.FLOAT, -1, FEATURES)
                    .floats("w", new long[] {FEATURES, units}, flat)
                    .node("MatMul", List.of("x", "w"), "hidden")
                    .node(isRectified ? "Relu" : "Tanh", List.of("hidden"), "active")
                    .floats("v", new long[] {units, 1}, last)
                    .node("MatMul", List.of("active", "v"), "y")
                    .output("y", DataType.FLOAT, -1, 1);
        }

        /** Shapley values by their definition; sums of hidden units are updated from one coalition to the next. */
        double[] shapley(double[] row, double[][] background) {
            double[] values = new double[1 << FEATURES];
            for (double[] other : background) {
                double[] hidden = new double[units];
                for (int unit = 0; unit < units; unit++) {
                    for (int i = 0; i < FEATURES; i++) {
                        hidden[unit] += weights[i][unit] * other[i];
                    }
                }
                add(row, other, 0, 0, hidden, values, background.length);
            }
            double[] shares = new double[FEATURES];
            for (int size = 0; size < FEATURES; size++) {
                shares[size] = 1.0 / FEATURES;
                for (int i = 0; i < size; i++) {
                    shares[size] *= (double) (size - i) / (FEATURES - 1 - i);
                }
            }
            double[] contributions = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                for (int coalition = 0; coalition < values.length; coalition++) {
                    if ((coalition & (1 << i)) == 0) {
                        contributions[i] += shares[Integer.bitCount(coalition)]
                                * (values[coalition | (1 << i)] - values[coalition]);
                    }
                }
            }
            return contributions;
        }

        private void add(
                double[] row, double[] other, int feature, int coalition, double[] hidden, double[] values, int count) {
            if (feature == FEATURES) {
                double sum = 0;
                for (int unit = 0; unit < units; unit++) {
                    sum += outputs[unit] * (isRectified ? Math.max(0, hidden[unit]) : Math.tanh(hidden[unit]));
                }
                values[coalition] += sum / count;
                return;
            }
            add(row, other, feature + 1, coalition, hidden, values, count);
            double[] changed = new double[units];
            for (int unit = 0; unit < units; unit++) {
                changed[unit] = hidden[unit] + weights[feature][unit] * (row[feature] - other[feature]);
            }
            add(row, other, feature + 1, coalition | (1 << feature), changed, values, count);
        }
    }
}
