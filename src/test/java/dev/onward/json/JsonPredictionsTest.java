package dev.onward.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.io.NumberOutput;

class JsonPredictionsTest {

    private static final List<Label> LABELS = List.of(new Label("0", "genuine"), new Label("1", "forged"));

    private static Model model;

    @BeforeAll
    static void open() {
        model = Model.open(Path.of("model.onnx"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void writesTheClassWithItsProbabilities() {
        Prediction prediction = Prediction.Classes.of(LABELS, new int[] {1, 0})
                .withProbabilities(Matrix.of(new float[] {0.1f, 0.9f, 0.7f, 0.3f}, 2));

        assertThat(written(prediction, true))
                .isEqualTo("{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"1\",\"title\":\"forged\","
                        + "\"probabilities\":{\"0\":0.1,\"1\":0.9}}");
        assertThat(written(prediction, false))
                .isEqualTo("[{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"1\",\"title\":\"forged\","
                        + "\"probabilities\":{\"0\":0.1,\"1\":0.9}},"
                        + "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                        + "\"probabilities\":{\"0\":0.7,\"1\":0.3}}]");
    }

    /** Their digits cross the ends of the generator's buffers at different places. */
    @Test
    void writesManyProbabilitiesAsTheGeneratorWritesNumbers() {
        SplittableRandom random = new SplittableRandom(21);
        float[] probabilities = new float[20_000];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (float) (random.nextDouble() * Math.pow(10, -random.nextInt(10)));
        }
        int[] classes = new int[probabilities.length / 2];
        Prediction prediction = Prediction.Classes.of(LABELS, classes).withProbabilities(Matrix.of(probabilities, 2));

        String expected = IntStream.range(0, classes.length)
                .mapToObj(row -> "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                        + "\"probabilities\":{\"0\":" + NumberOutput.toString(probabilities[2 * row], true) + ",\"1\":"
                        + NumberOutput.toString(probabilities[2 * row + 1], true) + "}}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(written(prediction, false)).isEqualTo(expected);
    }

    @Test
    void writesScoresThatAreNoProbabilitiesUnderAnotherName() {
        Prediction prediction =
                Prediction.Classes.of(LABELS, new int[] {0}).withScores(Matrix.of(new double[] {2.5, -0.1}, 2));

        assertThat(written(prediction, true))
                .isEqualTo("{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                        + "\"scores\":{\"0\":2.5,\"1\":-0.1}}");
    }

    @Test
    void writesOneValueOrSeveralByName() {
        Prediction one = new Prediction.Values(List.of(Value.of("price")), Matrix.of(new double[] {0.1, 1e300}, 1));
        Prediction two = new Prediction.Values(
                List.of(Value.of("low"), Value.of("high")), Matrix.of(new float[] {0.1f, 1e-30f}, 2));

        assertThat(written(one, false))
                .isEqualTo("[{\"model\":\"banknote\",\"version\":\"1\",\"value\":0.1},"
                        + "{\"model\":\"banknote\",\"version\":\"1\",\"value\":1.0E300}]");
        assertThat(written(two, true))
                .isEqualTo("{\"model\":\"banknote\",\"version\":\"1\",\"values\":{\"low\":0.1,\"high\":1.0E-30}}");
    }

    @Test
    void writesOutputsOfEveryType() {
        BitSet second = new BitSet();
        second.set(1);
        Prediction prediction = new Prediction.Outputs(
                List.of("d", "l", "b", "s"),
                List.of(
                        new Column.Doubles(new double[] {0.5, Double.NaN}, second),
                        new Column.Longs(new long[] {Long.MAX_VALUE, 0}, second),
                        new Column.Booleans(new boolean[] {true, false}, second),
                        new Column.Strings(List.of("é\"", ""), second)),
                2);

        assertThat(written(prediction, false))
                .isEqualTo("[{\"model\":\"banknote\",\"version\":\"1\",\"outputs\":"
                        + "{\"d\":0.5,\"l\":9223372036854775807,\"b\":true,\"s\":\"é\\\"\"}},"
                        + "{\"model\":\"banknote\",\"version\":\"1\",\"outputs\":"
                        + "{\"d\":null,\"l\":null,\"b\":null,\"s\":null}}]");
    }

    @Test
    void writesNullForWhatIsNoNumberAndSaysWhy() {
        Prediction doubles = new Prediction.Values(
                List.of(Value.of("a"), Value.of("b"), Value.of("c")),
                Matrix.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}, 3));
        Prediction floats = Prediction.Classes.of(LABELS, new int[] {0})
                .withProbabilities(Matrix.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 2));

        assertThat(written(doubles, true))
                .isEqualTo("{\"model\":\"banknote\",\"version\":\"1\",\"values\":{\"a\":null,\"b\":null,\"c\":null},"
                        + "\"reason\":\"the model returned NaN for \\\"a\\\"\"}");
        assertThat(written(floats, true))
                .isEqualTo("{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                        + "\"probabilities\":{\"0\":null,\"1\":null},\"reason\":\"the model returned NaN for"
                        + " \\\"0\\\"\"}");
    }

    @Test
    void writesNoRowsAsAnEmptyArray() {
        Prediction none = new Prediction.Values(List.of(Value.of("price")), Matrix.of(new double[0], 1));

        assertThat(written(none, false)).isEqualTo("[]");
    }

    @Test
    void leavesTheStreamOpen() {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        JsonPredictions.write(
                out,
                model,
                new Prediction.Values(List.of(Value.of("a")), Matrix.of(new double[0], 1)),
                PredictionDetails.NONE,
                false);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]");
        assertThat(closed[0]).isFalse();
    }

    private static String written(Prediction prediction, boolean single) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonPredictions.write(out, model, prediction, PredictionDetails.NONE, single);
        return out.toString(StandardCharsets.UTF_8);
    }
}
