package dev.onward;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that is malformed, or nearly so.
 *
 * @param header further header lines, each with its line end
 * @param isCutOff true if the connection's output ends before the end of the body
 */
public record HostileRequest(String path, String type, String header, String body, boolean isCutOff) {

    private static final List<String> PATHS = List.of(
            "/",
            "/predict",
            "/predict?variance=%00&skewness=1e2147483649&curtosis=%ff&entropy=1",
            "/invocations",
            "/models/banknote",
            "/models/%2e%2e/predict",
            "/v1/models/banknote:predict",
            "/v2/models/banknote/infer",
            "/v2/repository/index",
            "/nope;x=y");

    private static final List<String> TYPES = List.of(
            "application/json",
            "text/csv",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=\"" + "x".repeat(200) + "\"",
            "application/octet-stream",
            "application/json; charset=utf-16",
            "a/b/c;;;=,\"");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[[[[[[",
            "[".repeat(5_000),
            "{\"variance\":1e2147483649,\"skewness\":1e-2147483649,\"curtosis\":" + "9".repeat(2_000)
                    + ",\"entropy\":NaN}",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[9223372036854775807,9],\"datatype\":\"FP32\",\"data\":[1e-2147483649]}]}",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":-1}}]}",
            "{\"dataframe_split\":{\"columns\":[\"a\",\"a\"],\"data\":[[1]]}}",
            "{\"instances\":[[1],[[2]],{\"b64\":\"%\"}]}",
            "{\"a\":\"\u0000\uD83D\"}",
            "variance,skewness,curtosis,entropy\n1,2,3\n\"",
            "variance,variance\n1,2\n",
            "\u0000\u0001\u0002,\r\r\n\"\"\"",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\u0000.csv\"\r\n\r\nvariance\r\n--x--\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--",
            "--x\r\n" + "A: b\r\n".repeat(3_000) + "\r\n--x--",
            "--x",
            "variance=1&variance=2&%=&&&=%zz");

    private static final List<String> HEADERS = List.of(
            "",
            "Content-Encoding: gzip\r\n",
            "Inference-Header-Content-Length: 5\r\n",
            "Inference-Header-Content-Length: 99999999999\r\n",
            "Accept: ;;q=x,*/*;q=9\r\nAuthorization: Basic \u00FF\u00FF==\r\ntraceparent: 00-x\r\n",
            "Expect: 100-continue\r\n");

    /** Every path with every type and every body. */
    public static List<HostileRequest> all() {
        List<HostileRequest> all = new ArrayList<>();
        for (String path : PATHS) {
            for (String type : TYPES) {
                for (int i = 0; i < BODIES.size(); i++) {
                    String header = HEADERS.get((all.size() + i) % HEADERS.size());
                    all.add(new HostileRequest(path, type, header, BODIES.get(i), i % 3 == 2));
                }
            }
        }
        return all;
    }

    /**
     * Sends it on a new connection.
     *
     * @param id for the log
     */
    public Wire.Answer send(URI server, String id) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: " + id
                        + "\r\nContent-Type: " + type + "\r\n" + header + "Content-Length: "
                        + (content.length + (isCutOff ? 9 : 0)) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(content);
        try (Wire wire = new Wire(server)) {
            return wire.exchangeLast(request.toByteArray());
        }
    }

    @Override
    public String toString() {
        return path + " " + type + " " + header.strip() + " "
                + (body.length() > 60 ? body.substring(0, 60) + "…" : body);
    }
}
