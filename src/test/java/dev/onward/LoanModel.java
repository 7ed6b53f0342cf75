package dev.onward;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that approves a loan if the sum of age, income and city (Bern 0, Chur 5, Zug 90) is above 50, with the
 * distribution of the features and without a background for explanations. The age is fixed.
 */
public final class LoanModel {

    private static final String CARD = """
            {"features": [{"name": "age", "fixed": true}, {"name": "income"}, {"name": "city"}],
             "labels": [{"name": "0", "title": "refused"}, {"name": "1", "title": "approved"}],
             "reference": {"version": 1, "rows": 100, "features": {
               "age": {"numbers": {"edges": [18, 98], "counts": [100]}},
               "income": {"numbers": {"edges": [0, 10, 20, 50, 100], "counts": [25, 25, 25, 25]}},
               "city": {"categories": {"Zug": 90, "Bern": 7, "Chur": 3}}}}}
            """;

    private LoanModel() {}

    /** Writes the model with its card. */
    public static Path write(Path file) {
        try {
            return Files.write(file, graph().card(CARD).bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model without a card. */
    public static OnnxGraphs graph() {
        return new OnnxGraphs()
                .input("age", DataType.FLOAT, -1, 1)
                .input("income", DataType.FLOAT, -1, 1)
                .input("city", DataType.STRING, -1, 1)
                .ml(
                        "LabelEncoder",
                        List.of("city"),
                        List.of("number"),
                        OnnxGraphs.strings("keys_strings", List.of("Bern", "Chur", "Zug")),
                        OnnxGraphs.floats("values_floats", 0, 5, 90))
                .node("Concat", List.of("age", "income", "number"), "x", OnnxGraphs.attribute("axis", 1L))
                .ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        OnnxGraphs.floats("coefficients", -1, -1, -1, 1, 1, 1),
                        OnnxGraphs.floats("intercepts", 50, -50),
                        OnnxGraphs.ints("classlabels_ints", List.of(0L, 1L)))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, 2);
    }
}
