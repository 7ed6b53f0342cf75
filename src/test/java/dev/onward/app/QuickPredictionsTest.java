package dev.onward.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Patience;
import dev.onward.compute.ComputePermits.Permit;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Predictions by the threads of the two selectors: if both waited, nobody would be answered. */
@Timeout(120)
class QuickPredictionsTest {

    private static final int SELECTORS = 2;
    private static final int MANY = 3 * SELECTORS;
    private static final String V2 = "/v2/models/banknote/infer";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void waitForPermitsInOtherThreads() throws IOException {
        try (PermitServer server = PermitServer.serve(folder, "--concurrency", "1", "--concurrency-wait", "60")) {
            makeQuick(server);
            List<Socket> waiting = new ArrayList<>();
            Permit held = server.hold("banknote");
            try (held) {
                for (int i = 0; i < MANY; i++) {
                    waiting.add(
                            send(server, post("[" + BankNotes.GENUINE + ("," + BankNotes.GENUINE).repeat(16) + "]")));
                }

                // The warm-up of the server may wait as well.
                Patience.await(() -> waiting(Http.to(server.url())) >= MANY, "all predictions wait for the permit");
            }
            for (Socket client : waiting) {
                assertThat(read(client)).startsWith("HTTP/1.1 200 ").contains("\"label\":\"0\"");
            }
        }
    }

    @Test
    void areAnsweredBesideSlowSenders() throws IOException {
        try (PermitServer server = PermitServer.serve(folder)) {
            makeQuick(server);
            String request = post(BankNotes.GENUINE);
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                slow.add(send(server, request.substring(0, request.length() - 1)));
            }

            assertThat(read(send(server, request))).startsWith("HTTP/1.1 200 ");
            assertThat(Http.to(server.url()).get("/health/live").status()).isEqualTo(200);

            for (Socket client : slow) {
                client.getOutputStream().write('}');
                assertThat(read(client)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    /** The number of requests that wait for a permit. */
    private static double waiting(Http http) {
        String name = "\nonward_compute_permits_waiting ";
        String metrics = http.get("/metrics").body();
        int start = metrics.indexOf(name) + name.length();
        return Double.parseDouble(metrics.substring(start, metrics.indexOf('\n', start)));
    }

    /** Requests for which another thread begins again, and some for which none does. */
    private static List<List<String>> requests() {
        String note = BankNotes.GENUINE;
        return List.of(
                List.of("/predict", note),
                List.of("/predict", "[" + note + "]"),
                List.of("/predict", "[" + note + ("," + note).repeat(16) + "]"),
                List.of("/predict", "[]"),
                List.of("/predict", "{\"variance\":\"x\"}"),
                List.of("/predict", "{,}"),
                List.of("/predict?explain=true", note),
                List.of("/predict?unknown=1", note),
                List.of("/models/banknote/predict", note),
                List.of("/models/none/predict", note),
                List.of("/invocations", "{\"dataframe_records\":[" + note + "]}"),
                List.of("/v1/models/banknote:predict", "{\"instances\":[" + note + "]}"),
                List.of(V2, v2("FP32", "1")),
                List.of(V2, v2("FP32", "[1]")),
                List.of(V2, v2("FP64", "1")));
    }

    private static String v2(String datatype, String value) {
        return Stream.of("variance", "skewness", "curtosis", "entropy")
                .map(name -> "{\"name\":\"" + name + "\",\"shape\":[1,1],\"datatype\":\"" + datatype + "\",\"data\":["
                        + value + "]}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    @Test
    void haveTheSameResponsesAsThoseOfOtherThreads() throws IOException {
        try (PermitServer server = PermitServer.serve(folder)) {
            makeQuick(server);
            Http http = Http.to(server.url());
            for (List<String> request : requests()) {
                String body = request.get(1);
                // Too long for the thread of a selector.
                Answer expected = http.postJson(request.get(0), body + " ".repeat(5_000));

                Answer actual = http.postJson(request.get(0), body);

                assertThat(withoutId(actual.body())).isEqualTo(withoutId(expected.body()));
                assertThat(actual.status()).isEqualTo(expected.status());
                assertThat(actual.response().headers().map().keySet())
                        .isEqualTo(expected.response().headers().map().keySet());
            }
        }
    }

    @Test
    void countFailuresOnce() throws IOException {
        try (PermitServer server = PermitServer.serve(folder)) {
            makeQuick(server);
            Http http = Http.to(server.url());

            http.postJson(V2, v2("FP32", "\"x\""));
            http.postJson("/predict", "{}");

            assertThat(http.get(V2.replace("infer", "stats"))
                            .json()
                            .at("/model_stats/0/inference_stats/fail/count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(http.get("/metrics").body())
                    .containsPattern("\nonward_predictions_total\\{.*outcome=\"refused\".*\\} 2.0\n");
        }
    }

    /** The text of a response without the identifier of the request. */
    private static String withoutId(String body) {
        return body.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…");
    }

    /** Predicts until the model counts as quick. */
    private static void makeQuick(PermitServer server) {
        Http http = Http.to(server.url());
        for (int i = 0; i < 10_000 && !server.isQuick("banknote"); i++) {
            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
        }
        assertThat(server.isQuick("banknote")).isTrue();
    }

    private static String post(String json) {
        return "POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + json.length() + "\r\n\r\n" + json;
    }

    private static Socket send(PermitServer server, String request) throws IOException {
        Socket client = new Socket(server.url().getHost(), server.url().getPort());
        client.getOutputStream().write(request.getBytes(US_ASCII));
        return client;
    }

    private static String read(Socket client) throws IOException {
        try (client) {
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
