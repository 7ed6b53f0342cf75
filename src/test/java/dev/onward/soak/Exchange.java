package dev.onward.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.BankNotes;
import dev.onward.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A prediction whose right answers are known, byte for byte. */
final class Exchange {

    private static final String PREDICT = "/models/banknote/predict";
    private static final String SWAPPED = "/models/" + SoakServer.SWAPPED + "/predict";
    private static final String JSON = "application/json";
    private static final String GENUINE = "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\","
            + "\"title\":\"genuine\",\"probabilities\":{\"0\":0.99999833,\"1\":1.6867053E-6},"
            + BankNotes.OBSERVED_GENUINE + "}";
    private static final String FORGED = "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"1\","
            + "\"title\":\"forged\",\"probabilities\":{\"0\":0.0015110329,\"1\":0.99848896},"
            + BankNotes.OBSERVED_FORGED + "}";
    private static final String LABELS = "{\"predictions\":[\"0\",\"1\"]}";
    private static final int PAIRS = 5;

    private final String name;
    private final boolean isSingle;
    private final byte[] request;
    private final List<String> answers;

    private Exchange(String name, boolean isSingle, byte[] request, List<String> answers) {
        this.name = name;
        this.isSingle = isSingle;
        this.request = request;
        this.answers = answers;
    }

    /** One of each format. */
    static List<Exchange> all() {
        return List.of(
                single("JSON object", text(PREDICT, JSON, BankNotes.GENUINE), GENUINE),
                single(
                        "JSON batch",
                        text(PREDICT, JSON, array(BankNotes.GENUINE, BankNotes.FORGED)),
                        array(GENUINE, FORGED)),
                single("form", form(), FORGED),
                new Exchange("CSV", false, csv(), List.of(RowFile.notes(false).answer(PAIRS))),
                single("V2 JSON", text("/v2/models/banknote/infer", JSON, tensors()), tensorsAnswer()),
                single("V2 binary", binary(), binaryAnswer()),
                single("MLflow", text("/models/banknote/invocations", JSON, "{\"inputs\":" + matrix() + "}"), LABELS),
                single(
                        "KServe V1",
                        text("/v1/models/banknote:predict", JSON, "{\"instances\":" + matrix() + "}"),
                        LABELS),
                single("replaced model", text(SWAPPED, JSON, "{\"x\":1}"), constant(1), constant(2)));
    }

    String name() {
        return name;
    }

    /** False for CSV, which takes a place among the files. */
    boolean isSingle() {
        return isSingle;
    }

    byte[] request() {
        return request;
    }

    boolean isRight(Wire.Answer answer) {
        return answer.status() == 200 && answers.contains(answer.body());
    }

    private static Exchange single(String name, byte[] request, String... answers) {
        return new Exchange(name, true, request, List.of(answers));
    }

    private static byte[] text(String path, String type, String body) {
        return Wire.request("POST", path, "Content-Type: " + type + "\r\n", body.getBytes(UTF_8));
    }

    private static String array(String one, String other) {
        String both = (one + "," + other + ",").repeat(PAIRS);
        return "[" + both.substring(0, both.length() - 1) + "]";
    }

    private static byte[] form() {
        return text(
                PREDICT,
                "application/x-www-form-urlencoded",
                "variance=-1.3971&skewness=3.3191&curtosis=-1.3927&entropy=-1.9948");
    }

    private static byte[] csv() {
        return text(PREDICT, "text/csv", RowFile.notes(false).rows(PAIRS));
    }

    private static String matrix() {
        return "[[3.6216,8.6661,-2.8073,-0.44699],[-1.3971,3.3191,-1.3927,-1.9948]]";
    }

    private static String tensors() {
        return "{\"inputs\":[" + tensor("variance", "\"data\":[3.6216,-1.3971]") + ","
                + tensor("skewness", "\"data\":[8.6661,3.3191]") + ","
                + tensor("curtosis", "\"data\":[-2.8073,-1.3927]") + ","
                + tensor("entropy", "\"data\":[-0.44699,-1.9948]") + "]}";
    }

    private static String tensor(String name, String data) {
        return "{\"name\":\"" + name + "\",\"shape\":[2,1],\"datatype\":\"FP32\"," + data + "}";
    }

    private static String tensorsAnswer() {
        return "{\"model_name\":\"banknote\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"label\","
                + "\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"0\",\"1\"]},{\"name\":\"probabilities\","
                + "\"datatype\":\"FP32\",\"shape\":[2,2],\"parameters\":{\"labels\":\"[\\\"0\\\",\\\"1\\\"]\"},"
                + "\"data\":[0.99999833,1.6867053E-6,0.0015110329,0.99848896]}]}";
    }

    private static byte[] binary() {
        String size = "\"parameters\":{\"binary_data_size\":8}";
        byte[] json = ("{\"inputs\":[" + tensor("variance", size) + "," + tensor("skewness", size) + ","
                        + tensor("curtosis", size) + "," + tensor("entropy", size)
                        + "],\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]}")
                .getBytes(UTF_8);
        byte[] data = floats(3.6216F, -1.3971F, 8.6661F, 3.3191F, -2.8073F, -1.3927F, -0.44699F, -1.9948F);
        byte[] body = ByteBuffer.allocate(json.length + data.length)
                .put(json)
                .put(data)
                .array();
        String headers =
                "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: " + json.length + "\r\n";
        return Wire.request("POST", "/v2/models/banknote/infer", headers, body);
    }

    private static String binaryAnswer() {
        return "{\"model_name\":\"banknote\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"probabilities\","
                + "\"datatype\":\"FP32\",\"shape\":[2,2],\"parameters\":{\"binary_data_size\":16,"
                + "\"labels\":\"[\\\"0\\\",\\\"1\\\"]\"}}]}"
                + new String(
                        floats(0.99999833F, 1.6867053E-6F, 0.0015110329F, 0.99848896F), StandardCharsets.ISO_8859_1);
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** The answer of the model of this version: its own number. */
    private static String constant(int version) {
        return "{\"model\":\"" + SoakServer.SWAPPED + "\",\"version\":\"" + version + "\",\"value\":" + version + ".0}";
    }
}
