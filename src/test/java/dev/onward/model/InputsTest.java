package dev.onward.model;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.Log;
import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailSource;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputsTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FLOAT   | 0.1                  | 0.1                  | 1e39                | a number from -3.4028235E38 to 3.4028235E38
            DOUBLE  | 0.1                  | 0.1                  | 1e309               | a number from -1.7976931348623157E308 to 1.7976931348623157E308
            FLOAT16 | 0.5                  | 0.5                  | 65505               | a number from -65504.0 to 65504.0
            INT8    | -128                 | -128                 | 128                 | a whole number from -128 to 127
            UINT8   | 255                  | 255                  | -1                  | a whole number from 0 to 255
            INT16   | -32768               | -32768               | 32768               | a whole number from -32768 to 32767
            INT32   | 2147483647           | 2147483647           | 2147483648          | a whole number from -2147483648 to 2147483647
            INT64   | 9007199254740993     | 9007199254740993     | 9223372036854775808 | a whole number
            INT64   | -9223372036854775808 | -9223372036854775808 | 1.5                 | a whole number
            BOOL    | true                 | true                 | 1                   | true or false
            STRING  | "é"                  | "é"                  | 1                   | text
            """)
    void feedsEachTypeExactlyAndRefusesWhatItCannotHold(
            DataType type, String given, String answered, String refused, String expectation) {
        try (Model model = echo(type, -1, 2).open()) {
            String answer = Asking.json(model, "[{\"f0\":%s,\"f1\":%s}]".formatted(given, given));

            assertThat(answer).contains("\"y_0\":" + answered + ",").contains("\"y_1\":" + answered + "}");
            assertThatThrownBy(() -> Asking.json(model, "{\"f0\":%s,\"f1\":%s}".formatted(refused, given)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("f0: expected " + expectation + ", got ");
        }
    }

    @Test
    void takesListsAndColumnsAndAMatrixTogether() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("input:0", DataType.FLOAT, -1)
                .input("1", DataType.INT64, -1, 1)
                .input("rest", DataType.FLOAT, -1, 2)
                .longs("column", 1)
                .node("Unsqueeze", List.of("input:0", "column"), "a")
                .node("Cast", List.of("1"), "b", attribute("to", DataType.FLOAT_VALUE))
                .node("Concat", List.of("a", "b", "rest"), "y", attribute("axis", 1))
                .output("y", DataType.FLOAT, -1, 4);

        try (Model model = graph.open()) {
            assertThat(model.schema().names()).containsExactly("input:0", "1", "f0", "f1");
            assertThat(Asking.json(
                            model,
                            "[{\"input:0\":1,\"1\":2,\"f0\":3,\"f1\":4},{\"input:0\":5,\"1\":6,\"f0\":7,\"f1\":8}]"))
                    .isEqualTo("[{\"values\":{\"y_0\":1.0,\"y_1\":2.0,\"y_2\":3.0,\"y_3\":4.0}},"
                            + "{\"values\":{\"y_0\":5.0,\"y_1\":6.0,\"y_2\":7.0,\"y_3\":8.0}}]");
        }
    }

    @Test
    void asksInPiecesWhatTakesAFixedNumberOfRows() {
        try (Model model = echo(DataType.FLOAT, 3, 2).open()) {
            String answers = Asking.json(model, rows(7));

            assertThat(answers).isEqualTo(echoed(7));
            assertThat(model.recognition()).contains("rows: run in batches of 3 because the graph requires it");
        }
    }

    @Test
    void asksOneByOneWhatFailsOnSeveralRows() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .longs("one", 1, 2)
                .node("Reshape", List.of("x", "one"), "y")
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, rows(3))).isEqualTo(echoed(3));
            assertThat(model.recognition())
                    .contains("rows: run one at a time because the graph fails with more than one row");
        }
    }

    @Test
    void asksMoreRowsThanGoInOnePiece() {
        int columns = 1500;
        try (Model model = echo(DataType.DOUBLE, -1, columns).open()) {
            StringBuilder row = new StringBuilder("{");
            for (int i = 0; i < columns; i++) {
                row.append(i == 0 ? "" : ",")
                        .append("\"f")
                        .append(i)
                        .append("\":")
                        .append(i);
            }
            String rows = "[" + (row + "},").repeat(999) + row + "}]";

            String answers = Asking.json(model, rows);

            assertThat(answers.split("\"y_1499\":1499.0", -1)).hasSize(1001);
        }
    }

    @Test
    void runsOptionalInputsWithTheirDefaults() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .input("scale", DataType.FLOAT, 1)
                .floats("scale", new long[] {1}, 10)
                .node("Mul", List.of("x", "scale"), "y")
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(model.schema().names()).containsExactly("f0", "f1");
            assertThat(Asking.json(model, "{\"f0\":1,\"f1\":2}")).isEqualTo("{\"values\":{\"y_0\":10.0,\"y_1\":20.0}}");
            assertThat(model.recognition()).contains("input \"scale\": optional, always uses its default value");
        }
    }

    @Test
    void saysOfEachInputThatIsNoTableWhy() {
        assertNotTabular(
                echo(DataType.UINT16, -1, 2),
                "input \"x\": expected a type that ONNX Runtime's Java API supports, got uint16 [N, 2]; export the"
                        + " model with another type");
        assertNotTabular(
                echo(DataType.FLOAT, -1, 1, 8, 8),
                "input \"x\": expected the shape [rows, columns], got float [N, 1, 8, 8]; export the model with a"
                        + " matrix as its input, or send tensors to /v2");
        assertNotTabular(
                echo(DataType.FLOAT),
                "input \"x\": expected the shape [rows, columns], got float []; export the"
                        + " model with a matrix as its input, or send tensors to /v2");
        assertNotTabular(
                echo(DataType.FLOAT, 5),
                "input \"x\": expected the shape [rows, columns], got float [5], which may be 5 rows or 5 columns;"
                        + " export the model with a dimension for the rows");
        assertNotTabular(
                echo(DataType.FLOAT, -1, -1),
                "input \"x\": expected a known number of columns, got float [N, N]; use \"onward annotate\" to"
                        + " add a card that lists the features");
        assertNotTabular(
                new OnnxGraphs()
                        .input("x", DataType.FLOAT, 2, 2)
                        .input("z", DataType.FLOAT, 3, 2)
                        .node("Identity", List.of("x"), "y")
                        .output("y", DataType.FLOAT, 2, 2),
                "expected the same batch size for all inputs, got 2, 3; export the model with a variable number"
                        + " of rows");
    }

    @Test
    void takesTheWidthFromTheCardWhereNothingElseShowsIt() {
        OnnxGraphs graph = echo(DataType.FLOAT, -1, -1)
                .card("{\"features\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"a\":1,\"b\":2,\"c\":3}"))
                    .isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":2.0,\"y_2\":3.0}}");
        }
    }

    @Test
    void readsWeightsInFilesBesideTheModel() throws IOException {
        ByteBuffer weights = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(4, 10).putFloat(8, 20);
        Files.write(folder.resolve("weights.bin"), weights.array());
        Path model = Files.write(
                folder.resolve("m.onnx"), external("weights.bin", "4", "8").bytes());

        try (Model opened = Model.open(model)) {
            assertThat(Asking.json(opened, "{\"f0\":1,\"f1\":2}")).contains("{\"y_0\":11.0,\"y_1\":22.0}");
        }
    }

    @Test
    void refusesWeightsThatAreMissingOrElsewhere() throws IOException {
        Path secret = Files.write(folder.resolve("secret.bin"), new byte[8]);
        Path inside = Files.createDirectory(folder.resolve("inside"));

        assertUnreadable(
                inside,
                external("w.bin", "0", "8"),
                "expected the data file \"w.bin\" in the model's" + " folder, found none; copy the file there");
        assertUnreadable(
                inside,
                external("../secret.bin", "0", "8"),
                "expected data files in the model's folder, found" + " \"../secret.bin\"; save the model in one file");
        assertUnreadable(
                inside,
                external(secret.toString(), "0", "8"),
                "expected data files in the model's folder, found " + Text.quote(secret.toString())
                        + "; save the model in one file");
        Files.write(inside.resolve("w.bin"), new byte[4]);
        assertUnreadable(
                inside,
                external("w.bin", "0", "8"),
                "its data file \"w.bin\" cannot be read: expected 8 bytes from offset 0, found a file of 4");
        assertThatThrownBy(external("w.bin", "0", "8")::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: expected all data in the model file because it was not opened from a folder,"
                        + " found data in the file"
                        + " \"w.bin\"; save the model in one file");
    }

    @Test
    void followsLinksToWeightsWithinTheFolder() throws IOException {
        ByteBuffer weights = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(0, 10).putFloat(4, 20);
        Path version = Files.createDirectory(folder.resolve("..2026_11_22"));
        Files.write(version.resolve("w.bin"), weights.array());
        Files.write(version.resolve("m.onnx"), external("w.bin", "0", "8").bytes());
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_22"));
        Files.createSymbolicLink(folder.resolve("w.bin"), Path.of("..data/w.bin"));
        Path model = Files.createSymbolicLink(folder.resolve("m.onnx"), Path.of("..data/m.onnx"));

        try (Model opened = Model.open(model)) {
            assertThat(Asking.json(opened, "{\"f0\":1,\"f1\":2}")).contains("{\"y_0\":11.0,\"y_1\":22.0}");
        }
    }

    @Test
    void refusesLinksToWeightsOutsideOfTheFolder() throws IOException {
        Files.write(folder.resolve("secret.bin"), new byte[8]);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("w.bin"), Path.of("../secret.bin"));

        assertUnreadable(
                inside,
                external("w.bin", "0", "8"),
                "expected data files in the model's folder, found \"w.bin\", a link to a file outside of it; copy"
                        + " the file there");
    }

    @Test
    void namesTheRowsOnWhichTheGraphFails() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("shop", DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", DataType.FLOAT, -1);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"shop\":0},{\"shop\":2}]"))
                    .isEqualTo("[{\"value\":10.0},{\"value\":30.0}]");
            assertThatThrownBy(() -> Asking.json(model, "[{\"shop\":0},{\"shop\":7},{\"shop\":1},{\"shop\":-9}]"))
                    .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.problems())
                            .extracting(problem -> problem.text("row"))
                            .containsExactly(
                                    "row 2: the model cannot process this row; it may contain a value that"
                                            + " the model does not support",
                                    "row 4: the model cannot process this row; it may contain a value that"
                                            + " the model does not support"));
        }
    }

    @Test
    void namesTheRowsForWhichTheGraphGivesNone() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .output("y", DataType.FLOAT, -1, 1)
                .longs("list", -1)
                .floats("zero", new long[] {1}, 0)
                .node("Reshape", List.of("x", "list"), "cells")
                .node("Greater", List.of("cells", "zero"), "positive")
                .node("Compress", List.of("x", "positive"), "y", OnnxGraphs.attribute("axis", 0));

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"x\":1},{\"x\":2}]")).isEqualTo("[{\"value\":1.0},{\"value\":2.0}]");
            assertThatThrownBy(() -> Asking.json(model, "[{\"x\":1},{\"x\":-1},{\"x\":2},{\"x\":-2}]"))
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            e -> assertThat(e.problems())
                                    .extracting(problem -> problem.text("row"))
                                    .containsExactly(
                                            "row 2: the model cannot process this row; it may contain a value that the model does not support",
                                            "row 4: the model cannot process this row; it may contain a value that the model does not support"));
            assertThatThrownBy(() -> Asking.json(model, "{\"x\":-1}"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "the model cannot process this row; it may contain a value that the model does not support");
            assertThat(scored(model, "x\n1\n-1\n2\n"))
                    .isEqualTo(
                            "x,value,error\r\n1,1.0,\r\n-1,,the model cannot process this row; it may contain a value that the model does not support\r\n"
                                    + "2,2.0,\r\n");
        }
    }

    private static String scored(Model model, String csv) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        CsvScorer.score(
                in, CsvScorer.Part.WHOLE, out, model, DetailSource.NONE, CsvScorer.OutputFormat.CSV, count -> {});
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void predictsTheOtherRows() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("shop", DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", DataType.FLOAT, -1);

        try (Model model = graph.open()) {
            TableBuilder rows = new TableBuilder(model.schema());
            for (String shop : List.of("7", "0", "1", "-9", "2", "8")) {
                rows.startRow(0);
                rows.number(0, shop);
                rows.endRow();
            }
            PartialPrediction partial = model.predictPossible(rows.build());

            assertThat(partial.failedRows()).containsExactly(0, 3, 5);
            assertThat(partial.prediction().rows()).isEqualTo(3);
            Matrix numbers = ((Prediction.Values) partial.prediction()).numbers();
            assertThat(List.of(numbers.get(0, 0), numbers.get(1, 0), numbers.get(2, 0)))
                    .containsExactly(10.0, 20.0, 30.0);
        }
    }

    /** The sender of the rows learns of it, and could fill the log. */
    @Test
    void warnsOfNoRowThatItCannotPredict() {
        Log.start();
        try (Model model = new OnnxGraphs()
                .input("shop", DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", DataType.FLOAT, -1)
                .open()) {
            assertThatThrownBy(() -> Asking.json(model, "{\"shop\":7}")).isInstanceOf(InvalidInputException.class);
        }

        assertThat(Log.containing("FINE: the model failed")).isNotEmpty();
        assertThat(Log.containing("WARNING: the model failed")).isEmpty();
    }

    @Test
    void saysThatCustomOperatorsAreMissing() {
        OnnxGraphs graph = new OnnxGraphs()
                .imports("com.example")
                .input("x", DataType.FLOAT, -1, 2)
                .node("com.example", "Magic", List.of("x"), List.of("y"))
                .output("y", DataType.FLOAT, -1, 2);

        assertThatThrownBy(graph::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: needs operators from com.example, which ONNX Runtime does not support; export"
                        + " the model with standard operators only");
    }

    @Test
    void makesAModelThatCannotBeReadAnErrorInOneLine() {
        OnnxGraphs deep = new OnnxGraphs().input("x0", DataType.FLOAT, -1, 2);
        for (int i = 0; i < 5_000; i++) {
            deep.node("Identity", List.of("x" + i), "x" + (i + 1));
        }
        deep.output("x5000", DataType.FLOAT, -1, 2);
        String twice = "{\"features\":[{\"name\":\"a\",\"input\":\"f0\"},{\"name\":\"b\",\"input\":\"f0\"}]}";

        // How deep is too deep is the JVM's to say.
        try (Model model = deep.open()) {
            assertThat(model.isTabular()).isTrue();
        } catch (ModelException e) {
            assertThat(e).hasMessage("test.onnx: cannot be opened: its graph is too deep");
        }
        assertThatThrownBy(echo(DataType.FLOAT, -1, 2).card(twice)::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the card does not match the graph: feature \"b\": expected a different input"
                        + " for each feature, got \"f0\" twice; input \"f1\": the card has no feature for it");
        assertThatThrownBy(echo(DataType.FLOAT, -1, 2).card("{\"golden\":{\"tolerance\":1e999}}")::open)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected a tolerance of at least 0, got Infinity");
        assertNotTabular(
                echo(DataType.FLOAT, 2_000_000_000, 2),
                "input \"x\": expected at most 10000000 cells per run, got float [2000000000, 2]; export the model"
                        + " with a variable number of rows");
    }

    /** The runtime cannot be let near it: the crash would end the tests too. */
    @Test
    void refusesAModelThatWouldEndTheProcess() throws IOException {
        ModelProto deadly = ModelProto.parseFrom(echo(DataType.FLOAT, -1, 2).bytes()).toBuilder()
                .addFunctions(FunctionProto.newBuilder().setName("knn_imputer_column"))
                .build();

        assertThatThrownBy(() -> Model.open(deadly.toByteArray(), "test.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: contains a KNNImputer exported by skl2onnx, which crashes ONNX Runtime"
                        + " and the whole process on rows without missing values; use a SimpleImputer instead");
    }

    private static OnnxGraphs echo(DataType type, long... shape) {
        return new OnnxGraphs()
                .input("x", type, shape)
                .node("Identity", List.of("x"), "y")
                .output("y", type, shape);
    }

    private static String rows(int count) {
        StringBuilder rows = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            rows.append(i == 0 ? "" : ",").append("{\"f0\":%d,\"f1\":%d}".formatted(i, -i));
        }
        return rows.append("]").toString();
    }

    private static String echoed(int count) {
        return rows(count).replaceAll("\\{\"f0\":(\\d+),\"f1\":(-?\\d+)}", "{\"values\":{\"y_0\":$1.0,\"y_1\":$2.0}}");
    }

    /** Adds two weights that stand in another file. */
    private static OnnxGraphs external(String location, String offset, String length) {
        TensorProto.Builder weights =
                OnnxGraphs.constant("w", DataType.FLOAT, 1, 2).setDataLocation(DataLocation.EXTERNAL);
        weights.addExternalData(entry("location", location));
        weights.addExternalData(entry("offset", offset));
        weights.addExternalData(entry("length", length));
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .initializer(weights.build())
                .node("Add", List.of("x", "w"), "y")
                .output("y", DataType.FLOAT, -1, 2);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static void assertUnreadable(Path folder, OnnxGraphs graph, String message) throws IOException {
        Path model = Files.write(folder.resolve("m.onnx"), graph.bytes());

        assertThatThrownBy(() -> Model.open(model))
                .isInstanceOf(ModelException.class)
                .hasMessage(model + ": " + message);
    }

    private static void assertNotTabular(OnnxGraphs graph, String reason) {
        try (Model model = graph.open()) {
            assertThat(model.isTabular()).isFalse();
            assertThat(model.notTabularReason()).contains(reason);
            assertThatThrownBy(model::schema)
                    .isInstanceOf(NotTabularException.class)
                    .hasMessage(reason);
        }
    }
}
