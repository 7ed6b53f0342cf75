package dev.onward.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import java.util.List;

/** Models of one feature, "x", that answer each row with the number of their own version, whatever x is. */
public final class ConstantModel {

    private ConstantModel() {}

    /** With a golden row, so that it is verified. */
    public static byte[] bytes(int version) {
        return bytes(version, version);
    }

    /** With a golden row that expects the model of its version, and so not this one, to answer. */
    public static byte[] unfaithful(int version) {
        return bytes(version, version + 1);
    }

    /** Without a card: it says neither its version nor anything else of itself. */
    public static byte[] plain(int answer) {
        return graph(answer).bytes();
    }

    /** A card that gives the model a version; the rest of it is silent. */
    public static byte[] versioned(String version, int answer) {
        return graph(answer).card("{\"version\": \"" + version + "\"}").bytes();
    }

    /** That the runtime takes a good part of a second to open: thousands of additions, one after the other. */
    public static byte[] slow() {
        OnnxGraphs graph = new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
        for (int i = 0; i < 4_000; i++) {
            graph.node("Add", List.of(i == 0 ? "x" : "sum " + i, "x"), i == 3_999 ? "y" : "sum " + (i + 1));
        }
        return graph.bytes();
    }

    private static byte[] bytes(int version, int answer) {
        String card = """
                {"version": "%d", "golden": {"tolerance": 0, "rows": [{"row": {"x": 1}, "expected": {"value": %d}}]}}
                """;
        return graph(answer).card(card.formatted(version, version)).bytes();
    }

    private static OnnxGraphs graph(int answer) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .floats("zero", new long[] {1}, 0)
                .floats("answer", new long[] {1}, answer)
                .node("Mul", List.of("x", "zero"), "nothing")
                .node("Add", List.of("nothing", "answer"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }
}
