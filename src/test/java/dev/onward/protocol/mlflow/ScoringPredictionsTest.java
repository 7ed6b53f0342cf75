package dev.onward.protocol.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringPredictionsTest {

    @Test
    void writesTheBareLabelInTheModelsOwnType() {
        List<Label> labels = List.of(new Label("0", "genuine"), new Label("-9223372036854775808", ""));
        int[] chosen = {1, 0};

        assertThat(written(Prediction.Classes.of(labels, chosen).withWholeLabels(true)))
                .isEqualTo("{\"predictions\":[-9223372036854775808,0]}");
        assertThat(written(Prediction.Classes.of(labels, chosen)))
                .isEqualTo("{\"predictions\":[\"-9223372036854775808\",\"0\"]}");
    }

    @Test
    void writesOneNumberBareAndSeveralByName() {
        Value price = Value.of("price");

        assertThat(written(new Prediction.Values(List.of(price), Matrix.of(new float[] {0.1f, Float.NaN}, 1))))
                .isEqualTo("{\"predictions\":[0.1,null]}");
        assertThat(written(new Prediction.Values(
                        List.of(price, Value.of("tax")),
                        Matrix.of(new double[] {0.1, Double.POSITIVE_INFINITY, 2, 3}, 2))))
                .isEqualTo("{\"predictions\":[{\"price\":0.1,\"tax\":null},{\"price\":2.0,\"tax\":3.0}]}");
    }

    @Test
    void writesOneOutputBareAndSeveralByName() {
        BitSet second = new BitSet();
        second.set(1);
        Column longs = new Column.Longs(new long[] {Long.MAX_VALUE, 0}, second);
        Column texts = new Column.Strings(List.of("é\"", "b"), new BitSet());

        assertThat(written(new Prediction.Outputs(List.of("n"), List.of(longs), 2)))
                .isEqualTo("{\"predictions\":[9223372036854775807,null]}");
        assertThat(written(new Prediction.Outputs(List.of("n", "t"), List.of(longs, texts), 2)))
                .isEqualTo("{\"predictions\":[{\"n\":9223372036854775807,\"t\":\"é\\\"\"},{\"n\":null,\"t\":\"b\"}]}");
    }

    @Test
    void writesNoRows() {
        assertThat(written(Prediction.Classes.of(List.of(), new int[0]))).isEqualTo("{\"predictions\":[]}");
    }

    private static String written(Prediction prediction) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScoringPredictions.write(out, prediction, PredictionDetails.NONE);
        return out.toString(StandardCharsets.UTF_8);
    }
}
