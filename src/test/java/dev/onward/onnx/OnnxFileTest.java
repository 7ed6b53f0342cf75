package dev.onward.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxFileTest {

    private static final String REMEDY = "; copy the file again, or export the model to ONNX";

    @Test
    void rejectsFilesThatAreNotModels() {
        assertRefused(new byte[0], "test.onnx: not an ONNX model: the file is empty" + REMEDY);
        assertRefused(
                new byte[] {8, 7}, // the version of the format, and nothing else
                "test.onnx: not an ONNX model: it has no graph; export the model to ONNX again");
        assertRefused(
                new byte[1000],
                "test.onnx: not an ONNX model, or the file is incomplete: its content is invalid" + REMEDY);
        assertRefused(
                "age;income\n31;2,5\n".getBytes(UTF_8),
                "test.onnx: not an ONNX model, but text, such as a CSV file, that begins with \"age;income\";"
                        + " expected the path of a model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80 04 95 10 | a Python pickle; export the model to ONNX, for example with skl2onnx
            80 02 7d 71 | a Python pickle; export the model to ONNX, for example with skl2onnx
            80 02 8a 0a 6c fc 9c 46 f9 20 6a | PyTorch's own format; export the model with torch.onnx.export
            50 4b 03 04 00 00 08 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0e 00 04 00 6d 2f 64 61 74 61 2e 70 6b 6c 80 | PyTorch's own format; export the model with torch.onnx.export
            50 4b 03 04 14 | a zip archive, such as Keras saves; unpack it, or export the model to ONNX
            1f 8b 08 00 | a gzip archive; unpack it
            78 9c 6b 60 | a compressed file, such as joblib saves; export the model to ONNX, for example with skl2onnx
            42 5a 68 39 31 | a compressed file, such as joblib saves; export the model to ONNX, for example with skl2onnx
            fd 37 7a 58 5a 00 | a compressed file, such as joblib saves; export the model to ONNX, for example with skl2onnx
            89 48 44 46 0d | an HDF5 file, such as Keras saves; export the model to ONNX, for example with tf2onnx
            1c 00 00 00 54 46 4c 33 00 | TensorFlow Lite; export the original model to ONNX, for example with tf2onnx
            30 00 00 00 4f 52 54 4d 00 | ONNX Runtime's own format; use the .onnx file that it was made from
            43 42 4d 31 90 | CatBoost's own format; save the model with format="onnx"
            74 72 65 65 0a 76 | LightGBM's own format; export the model to ONNX, for example with onnxmltools
            7b 22 6c 65 61 72 | JSON, such as XGBoost saves; export the model to ONNX, for example with onnxmltools
            7b 4c 00 00 00 00 | XGBoost's own format; export the model to ONNX, for example with onnxmltools
            3c 3f 78 6d 6c 20 | XML, such as PMML; export the model to ONNX
            0a 20 0a 3c 21 44 | HTML, such as the page of a download; download the file itself, on GitHub with "Download raw file"
            76 65 72 73 69 6f 6e 20 68 74 74 70 73 3a 2f 2f 67 69 74 2d 6c 66 73 | a pointer of Git LFS; get the file itself with "git lfs pull"
            """)
    void namesTheFormatsThatAreMistakenForOnnx(String bytes, String format) {
        byte[] file = HexFormat.ofDelimiter(" ").parseHex(bytes);

        assertRefused(file, "test.onnx: not an ONNX model, but " + format);
    }

    @Test
    void rejectsTruncatedFiles() {
        byte[] whole = negation().bytes();

        assertRefused(
                Arrays.copyOf(whole, whole.length - 1),
                "test.onnx: not an ONNX model, or the file is incomplete: the file ends in the middle of a field"
                        + REMEDY);
    }

    @Test
    void rejectsGraphsThatAreNestedTooDeeply() {
        NodeProto node = OnnxGraphs.operator("Neg", List.of("x"), "y");
        for (int i = 0; i < 60; i++) {
            node = OnnxGraphs.operator(
                    "If", List.of("x"), "y", OnnxGraphs.graph("then_branch", OnnxGraphs.body("y", node)));
        }
        OnnxGraphs deep = negation().node("If", List.of("x"), "z", node.getAttribute(0));

        assertRefused(
                deep.bytes(),
                "test.onnx: not an ONNX model, or the file is incomplete: its graphs are nested too deeply" + REMEDY);
    }

    /** The runtime recognises its own format, whose reader trusts the file, by the fifth to eighth byte. */
    @Test
    void opensOnlyTheFormatThatWasChecked() {
        byte[] file = negation().producer("ORTM").bytes();

        assertThat(Arrays.copyOfRange(file, 4, 8)).isEqualTo("ORTM".getBytes(UTF_8));
        try (Model model = Model.open(file, "test.onnx")) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":-3.0}");
        }
    }

    @Test
    void refusesAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
        byte[] model = negation().bytes();
        Path file = Files.write(folder.resolve("m.onnx"), model);

        Model.open(file, "m.onnx", bytes(model.length), problem -> problem).close();

        assertThatThrownBy(() -> Model.open(file, "m.onnx", bytes(model.length - 1), problem -> problem))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "m.onnx: expected at most %,d bytes, found %,d; if you trust the model, raise the setting model-limit",
                        model.length - 1, model.length);
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> Model.open(file, "test.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage(message);
    }

    private static OnnxGraphs negation() {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .node("Neg", List.of("x"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static GuardLimits bytes(long bytes) {
        return GuardLimits.defaults().with(GuardLimits.Limit.BYTES, bytes);
    }
}
