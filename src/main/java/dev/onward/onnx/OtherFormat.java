package dev.onward.onnx;

import dev.onward.table.Text;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A format of files that are mistaken for ONNX, recognised by its first bytes. The first that matches counts. */
enum OtherFormat {
    PYTORCH(
            "PyTorch's own format; export the model with torch.onnx.export",
            // A zip archive, or in old versions a pickle that begins with a fixed number.
            "PK\u0003\u0004.{26}[^/]{1,30}/(?:data\\.pkl|version|byteorder)",
            "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9"),
    PICKLE("a Python pickle; export the model to ONNX, for example with skl2onnx", "\u0080[\u0001-\u0005]"),
    // The beginning of zlib's data at each level.
    JOBLIB(
            "a compressed file, such as joblib saves; export the model to ONNX, for example with skl2onnx",
            "x[\u0001^\u009c\u00da]",
            "BZh",
            "\u00fd7zXZ"),
    ZIP("a zip archive, such as Keras saves; unpack it, or export the model to ONNX", "PK\u0003\u0004"),
    GZIP("a gzip archive; unpack it", "\u001f\u008b"),
    HDF5("an HDF5 file, such as Keras saves; export the model to ONNX, for example with tf2onnx", "\u0089HDF"),
    TENSORFLOW_LITE("TensorFlow Lite; export the original model to ONNX, for example with tf2onnx", ".{4}TFL3"),
    ORT("ONNX Runtime's own format; use the .onnx file that it was made from", ".{4}ORTM"),
    CATBOOST("CatBoost's own format; save the model with format=\"onnx\"", "CBM1"),
    LIGHTGBM("LightGBM's own format; export the model to ONNX, for example with onnxmltools", "tree\n"),
    XGBOOST("XGBoost's own format; export the model to ONNX, for example with onnxmltools", "\\{L\u0000", "binf"),
    JSON("JSON, such as XGBoost saves; export the model to ONNX, for example with onnxmltools", "[ \t\r\n]*\\{"),
    XML("XML, such as PMML; export the model to ONNX", "[ \t\r\n]*<\\?xml"),
    HTML(
            "HTML, such as the page of a download; download the file itself, on GitHub with \"Download raw file\"",
            "[ \t\r\n]*<"),
    GIT_LFS("a pointer of Git LFS; get the file itself with \"git lfs pull\"", "version https://git-lfs");

    private static final int MAX_LENGTH = 64;

    private final String remedy;
    private final Pattern start;

    OtherFormat(String remedy, String... starts) {
        this.remedy = remedy;
        start = Pattern.compile(String.join("|", starts), Pattern.DOTALL);
    }

    /** The name of the format, and the remedy; empty if no format is recognised. */
    static Optional<String> of(byte[] file) {
        int length = Math.min(file.length, MAX_LENGTH);
        String start = new String(file, 0, length, StandardCharsets.ISO_8859_1);
        return Stream.of(values())
                .filter(format -> format.start.matcher(start).lookingAt())
                .findFirst()
                .map(format -> format.remedy)
                .or(() -> text(new String(file, 0, length, StandardCharsets.UTF_8)));
    }

    /** Recognises text by having no control characters, which each ONNX file has at its start. */
    private static Optional<String> text(String start) {
        Optional<String> line =
                start.lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst();
        return line.filter(
                        text -> start.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c)))
                .map(text -> "text, such as a CSV file, that begins with " + Text.quote(text)
                        + "; expected the path of a model");
    }
}
