package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.EveryTypeModel;
import dev.onward.onnx.OnnxGraphs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class KeptTensorsTest {

    @Test
    void runsOnKeptTensorsOfEveryType() {
        try (Session session = open(EveryTypeModel.bytes())) {
            for (int run = 0; run < 3; run++) {
                Map<String, Tensor> inputs = new LinkedHashMap<>();
                for (Datatype type : Datatype.values()) {
                    if (type.isSupportedAsInput() && type != Datatype.BF16) {
                        inputs.put(type.name(), tensor(type, run));
                    }
                }
                List<String> outputs =
                        inputs.keySet().stream().map(name -> name + "_out").toList();

                assertThat(session.kept(inputs, outputs).isPresent()).isEqualTo(run > 0);
                Map<String, Tensor> result = TensorRun.run(session, RunPermits.UNLIMITED, inputs, outputs);

                assertThat(result.keySet()).containsExactlyElementsOf(outputs);
                inputs.forEach((name, tensor) -> {
                    Tensor output = Objects.requireNonNull(result.get(name + "_out"));
                    assertThat(output.shape()).containsExactly(1L, 2L);
                    assertThat(output.bytes()).isEqualTo(tensor.bytes());
                    assertThat(output.texts()).isEqualTo(tensor.texts());
                });
            }
        }
    }

    private static Tensor tensor(Datatype type, int run) {
        if (type == Datatype.BYTES) {
            return Tensor.of(List.of(1L, 2L), new String[] {"run " + run, "é"});
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * type.bytes());
        for (int i = 0; i < bytes.limit(); i++) {
            bytes.put(i, (byte) (type == Datatype.BOOL ? (run + i) % 2 : 16 * run + i + 1));
        }
        return Tensor.of(type, List.of(1L, 2L), bytes);
    }

    /** The graph returns the positive values, whose number varies. */
    @Test
    void returnsOutputsOfOtherShapes() {
        OnnxGraphs positive = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1)
                .floats("zero", new long[0], 0)
                .node("Greater", List.of("x", "zero"), "is positive")
                .node("Compress", List.of("x", "is positive"), "y")
                .output("y", DataType.FLOAT, -1);
        try (Session session = open(positive.bytes())) {
            assertThat(run(session, 3)).containsExactly(3);
            assertThat(isKept(session)).isTrue();

            assertThat(run(session, -1)).isEmpty();

            assertThat(isKept(session)).isFalse();
            assertThat(run(session, 5)).containsExactly(5);
        }
    }

    @Test
    void reportsFailingInputsAsBefore() {
        OnnxGraphs selected = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1)
                .floats("table", new long[] {2}, 7, 8)
                .node("Cast", List.of("x"), "position", OnnxGraphs.attribute("to", DataType.INT64.getNumber()))
                .node("Gather", List.of("table", "position"), "y")
                .output("y", DataType.FLOAT, -1);
        try (Session session = open(selected.bytes())) {
            assertThat(run(session, 0)).containsExactly(7);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> run(session, 2))
                        .isInstanceOf(InvalidTensorException.class)
                        .hasMessage("the model cannot process this input; check its shapes and values");
                assertThat(run(session, 1)).containsExactly(8);
            }

            assertThat(isKept(session)).isTrue();
        }
    }

    @Test
    void keepsNeitherSeveralRowsNorLargeOnesNorAnOutputRequestedTwice() {
        try (Session session = open(doubled(-1).bytes())) {
            TensorRun.run(session, RunPermits.UNLIMITED, Map.of("x", floats(2, 1)), List.of("y"));
            TensorRun.run(session, RunPermits.UNLIMITED, Map.of("x", floats(1, 9_000)), List.of("y"));
            TensorRun.run(session, RunPermits.UNLIMITED, Map.of("x", floats(1, 1)), List.of("y", "y"));

            assertThat(session.kept(Map.of("x", floats(2, 1)), List.of("y"))).isEmpty();
            assertThat(session.kept(Map.of("x", floats(1, 9_000)), List.of("y")))
                    .isEmpty();
            assertThat(session.kept(Map.of("x", floats(1, 1)), List.of("y", "y")))
                    .isEmpty();
            // The size alone was the reason for the second.
            TensorRun.run(session, RunPermits.UNLIMITED, Map.of("x", floats(1, 8_000)), List.of("y"));
            assertThat(session.kept(Map.of("x", floats(1, 8_000)), List.of("y")))
                    .isPresent();
        }
    }

    @Test
    void keepsTensorsOfAFewShapesOnly() {
        try (Session session = open(doubled(-1).bytes())) {
            int kept = 0;
            for (int width = 1; width <= 100; width++) {
                Map<String, Tensor> inputs = Map.of("x", floats(1, width));
                TensorRun.run(session, RunPermits.UNLIMITED, inputs, List.of("y"));
                kept += session.kept(inputs, List.of("y")).isPresent() ? 1 : 0;
            }
            assertThat(kept).isEqualTo(4);
        }
    }

    @Test
    void givesEachRunItsOwnTensors() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Session session = open(doubled(-1).bytes())) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                int first = thread * 10_000;
                runs.add(threads.submit(() -> {
                    int right = 0;
                    for (int x = first; x < first + 1_000; x++) {
                        Map<String, Tensor> inputs = Map.of("x", floats(1, 1, x));
                        Tensor y = TensorRun.run(session, RunPermits.UNLIMITED, inputs, List.of("y"))
                                .get("y");
                        right += Objects.requireNonNull(y).bytes().getFloat(0) == 2f * x ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> run : runs) {
                assertThat(run.get()).isEqualTo(1_000);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void doesNotRunAfterClosing() {
        Session session = open(doubled(-1).bytes());
        Map<String, Tensor> inputs = Map.of("x", floats(1, 1, 3));
        TensorRun.run(session, RunPermits.UNLIMITED, inputs, List.of("y"));
        TensorRun.run(session, RunPermits.UNLIMITED, inputs, List.of("y"));

        session.close();

        assertThatThrownBy(() -> TensorRun.run(session, RunPermits.UNLIMITED, inputs, List.of("y")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }

    private static Session open(byte[] model) {
        return Session.open(model, false, List.of(), "test model");
    }

    private static OnnxGraphs doubled(int columns) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, columns)
                .node("Add", List.of("x", "x"), "y")
                .output("y", DataType.FLOAT, -1, columns);
    }

    private static Tensor floats(int rows, int columns, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            bytes.putFloat(4 * i, values[i]);
        }
        return Tensor.of(Datatype.FP32, List.of((long) rows, (long) columns), bytes);
    }

    private static List<Integer> run(Session session, int x) {
        Tensor y =
                Objects.requireNonNull(TensorRun.run(session, RunPermits.UNLIMITED, Map.of("x", list(x)), List.of("y"))
                        .get("y"));
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < y.size(); i++) {
            values.add((int) y.bytes().getFloat(4 * i));
        }
        return values;
    }

    private static boolean isKept(Session session) {
        return session.kept(Map.of("x", list(0)), List.of("y")).isPresent();
    }

    private static Tensor list(int x) {
        return floats(1, 1, x).reshaped(List.of(1L));
    }
}
