package dev.onward.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** A format of files that are mistaken for ONNX, recognised by its first bytes. */
enum OtherFormat {
    PICKLE("\u0080", "a Python pickle; export the model to ONNX, for example with skl2onnx"),
    ZIP("PK\u0003\u0004", "a zip archive, such as PyTorch and Keras save; unpack it, or export the model to ONNX"),
    GZIP("\u001f\u008b", "a gzip archive; unpack it"),
    HDF5("\u0089HDF", "an HDF5 file, such as Keras saves; export the model to ONNX, for example with tf2onnx"),
    CATBOOST("CBM1", "CatBoost's own format; save the model with format=\"onnx\""),
    LIGHTGBM("tree\n", "LightGBM's own format; export the model to ONNX, for example with onnxmltools"),
    JSON("{", "JSON, such as XGBoost saves; export the model to ONNX, for example with onnxmltools"),
    HTML("<", "HTML or XML, such as the page of a download; download the file itself"),
    GIT_LFS("version https://git-lfs", "a pointer of Git LFS; get the file itself with \"git lfs pull\"");

    private static final int MAX_LENGTH = 64;

    private final String start;
    private final String remedy;

    OtherFormat(String start, String remedy) {
        this.start = start;
        this.remedy = remedy;
    }

    /** The name of the format, and the remedy; empty if no format is recognised. */
    static Optional<String> of(byte[] file) {
        String text = new String(file, 0, Math.min(file.length, MAX_LENGTH), StandardCharsets.ISO_8859_1)
                .replaceFirst("^[ \t\r\n]+", "");
        return Stream.of(values())
                .filter(format -> text.startsWith(format.start))
                .findFirst()
                .map(format -> format.remedy);
    }
}
