package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Tensor;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many rows of one request, in several runs with a permit each. */
class RunsByRowsTest {

    private static final int ROWS = 2_500;

    private final AtomicInteger runs = new AtomicInteger();
    private final RunPermits permits = rows -> {
        runs.incrementAndGet();
        return () -> {};
    };

    @Test
    void predictsALargeTableInSeveralRuns() {
        try (Model model = linear().open()) {
            TableBuilder builder = new TableBuilder(model.schema());
            for (int row = 0; row < ROWS; row++) {
                builder.startRow(0);
                builder.number(0, Integer.toString(row));
                builder.number(1, "1");
                builder.endRow();
            }
            Table table = builder.build();

            Prediction.Values values =
                    (Prediction.Values) model.withPermits(permits).predict(table);

            assertThat(runs).hasValue(3);
            for (int row = 0; row < ROWS; row++) {
                assertThat(values.numbers().get(row, 0)).isEqualTo(2.0 * row + 3);
            }
        }
    }

    @Test
    void runsLargeTensorsByRows() {
        try (Model model = linear().open()) {
            Tensor all = output("y", model.run(Map.of("x", tensor()), List.of("y")));
            runs.set(0);

            Tensor parts = output("y", model.withPermits(permits).run(Map.of("x", tensor()), List.of("y")));

            assertThat(runs).hasValue(3);
            assertThat(parts.shape()).containsExactly((long) ROWS, 1L);
            assertThat(parts.bytes()).isEqualTo(all.bytes());
            assertThat(parts.bytes().getFloat(4 * 2_400)).isEqualTo(2.0f * 2_400 + 3);
        }
    }

    @Test
    void runsSmallTensorsOnce() {
        try (Model model = linear().open()) {
            ByteBuffer bytes = tensor().bytes().slice(0, 8 * 1_024);

            Tensor tensor = Tensor.of(Datatype.FP32, List.of(1_024L, 2L), bytes);
            model.withPermits(permits).run(Map.of("x", tensor), List.of("y"));

            assertThat(runs).hasValue(1);
        }
    }

    /** Its sum over all rows would differ. */
    @Test
    void runsAGraphOnceForAnOutputThatIsNotByRow() {
        OnnxGraphs graph = linear().longs("rows", 0)
                .node("ReduceSum", List.of("y", "rows"), "sum")
                .output("sum", DataType.FLOAT, 1, 1);
        try (Model model = graph.open()) {
            Tensor sum = output("sum", model.withPermits(permits).run(Map.of("x", tensor()), List.of("y", "sum")));

            assertThat(runs).hasValue(1);
            assertThat(sum.bytes().getFloat(0)).isEqualTo(ROWS * (ROWS - 1f) + 3 * ROWS);
        }
    }

    @Test
    void joinsTextsOfAllRows() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("color", DataType.STRING, -1)
                .node("Identity", List.of("color"), "same")
                .output("same", DataType.STRING, -1);
        String[] texts = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            texts[row] = "color " + row;
        }
        try (Model model = graph.open()) {
            Map<String, Tensor> inputs = Map.of("color", Tensor.of(List.of((long) ROWS), texts));
            Tensor same = output("same", model.withPermits(permits).run(inputs, List.of("same")));

            assertThat(runs).hasValue(3);
            assertThat(same.shape()).containsExactly((long) ROWS);
            assertThat(same.text(0)).isEqualTo("color 0");
            assertThat(same.text(2_499)).isEqualTo("color 2499");
        }
    }

    private static Tensor output(String name, Map<String, Tensor> outputs) {
        return Optional.ofNullable(outputs.get(name)).orElseThrow();
    }

    /** Two times the first feature, plus three times the second. */
    private static OnnxGraphs linear() {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .floats("weights", new long[] {2, 1}, 2, 3)
                .node("MatMul", List.of("x", "weights"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static Tensor tensor() {
        ByteBuffer bytes = ByteBuffer.allocate(8 * ROWS).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < ROWS; row++) {
            bytes.putFloat(row).putFloat(1);
        }
        return Tensor.of(Datatype.FP32, List.of((long) ROWS, 2L), bytes.rewind());
    }
}
