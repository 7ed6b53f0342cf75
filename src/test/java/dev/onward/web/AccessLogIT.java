package dev.onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.OnwardProcess;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessLogIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void tellsOfEachRequestInOneLineOfJson() {
        try (OnwardProcess server = OnwardProcess.serve()) {
            Http http = Http.to(server);

            http.postJson(
                    "/models/banknote/predict",
                    "[" + JsonIT.GENUINE + "," + JsonIT.GENUINE + "]",
                    "X-Request-Id",
                    "order-7",
                    "traceparent",
                    "00-" + TRACE + "-" + SPAN + "-01");
            http.get("/nope");

            JsonNode first = lines(server, 2).get(0);
            assertThat(first.propertyNames())
                    .containsExactly(
                            "time",
                            "id",
                            "trace_id",
                            "span_id",
                            "client",
                            "method",
                            "path",
                            "route",
                            "status",
                            "ms",
                            "model",
                            "version",
                            "rows");
            assertThat(first.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
            assertThat(first.get("id").asString()).isEqualTo("order-7");
            assertThat(first.get("trace_id").asString()).isEqualTo(TRACE);
            assertThat(first.get("span_id").asString()).isEqualTo(SPAN);
            assertThat(first.get("client").asString()).isEqualTo("127.0.0.1");
            assertThat(first.get("method").asString()).isEqualTo("POST");
            assertThat(first.get("path").asString()).isEqualTo("/models/banknote/predict");
            assertThat(first.get("route").asString()).isEqualTo("/models/{model}/predict");
            assertThat(first.get("status").asInt()).isEqualTo(200);
            assertThat(first.get("ms").asDouble()).isBetween(0.001, 60_000.0);
            assertThat(first.get("model").asString()).isEqualTo("banknote");
            assertThat(first.get("version").asString()).isEqualTo("1");
            assertThat(first.get("rows").asInt()).isEqualTo(2);
            JsonNode second = lines(server, 2).get(1);
            assertThat(second.propertyNames())
                    .containsExactly("time", "id", "client", "method", "path", "route", "status", "ms");
            assertThat(second.get("id").asString()).matches(RANDOM);
            assertThat(second.get("route").asString()).isEqualTo("none");
            assertThat(second.get("status").asInt()).isEqualTo(404);
        }
    }

    @Test
    void holdsNothingOfWhatWasAsked() {
        try (OnwardProcess server = OnwardProcess.serve("--log-level", "debug")) {
            Http http = Http.to(server);

            http.get("/predict?variance=12345.5&skewness=1&curtosis=1&entropy=1");
            http.get("/?variance=12345.5");
            http.postJson("/predict", "{\"variance\": 12345.5}");
            http.postForm("/", "variance=12345.5");
            http.postCsv("/predict", "variance\n12345.5\n");

            assertThat(lines(server, 5)).hasSize(5);
            assertThat(server.out()).noneMatch(line -> line.contains("12345") || line.contains("variance"));
            // The log itself names features, and no value of a request.
            assertThat(server.log()).contains("serving banknote").doesNotContain("12345");
        }
    }

    @Test
    void passesOverProbesThatFindAllWell() {
        try (OnwardProcess server = OnwardProcess.serve()) {
            Http http = Http.to(server);

            http.get("/health/live");
            http.get("/health/ready");
            http.get("/v2/health/ready");
            http.get("/metrics");
            http.get("/models");

            assertThat(lines(server, 1)).hasSize(1);
            assertThat(lines(server, 1).get(0).get("path").asString()).isEqualTo("/models");
        }
    }

    @Test
    void canBeSwitchedOffAndIsNotSwitchedOffWithTheRestOfTheLog() {
        try (OnwardProcess silent = OnwardProcess.serve("--access-log", "false");
                OnwardProcess quiet = OnwardProcess.serve("--log-level", "error")) {
            Http.to(silent).get("/models");
            Http.to(quiet).get("/models");

            assertThat(lines(quiet, 1)).hasSize(1);
            assertThat(silent.out()).isEmpty();
        }
    }

    @Test
    void callsARequestByOneNameInItsAnswerInItsErrorAndInTheLog() {
        Http http = Http.shared();

        Answer named = http.postJson("/predict", "{}", "X-Request-Id", "a-1");
        Answer unnamed = http.postJson("/predict", "{}");
        Answer page = http.get("/nope", "Accept", "text/html", "X-Request-Id", "a-2");

        assertThat(named.header("X-Request-Id")).contains("a-1");
        assertThat(named.json().get("request_id").asString()).isEqualTo("a-1");
        assertThat(unnamed.header("X-Request-Id").orElse("")).matches(RANDOM);
        assertThat(unnamed.json().get("request_id").asString())
                .isEqualTo(unnamed.header("X-Request-Id").orElse(""));
        assertThat(page.body()).contains("a-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"has blanks", "\"quoted\"", "<b>", "semi;colon", "back\\slash", "a,b", "{}"})
    void givesARequestANameOfItsOwnIfTheCallersCannotStandEverywhere(String name) {
        Answer answer = Http.shared().get("/health/live", "X-Request-Id", name);

        assertThat(answer.header("X-Request-Id").orElse("")).matches(RANDOM);
    }

    @Test
    void takesNamesUpToALength() {
        Http http = Http.shared();

        assertThat(http.get("/health/live", "X-Request-Id", "x".repeat(128)).header("X-Request-Id"))
                .contains("x".repeat(128));
        assertThat(http.get("/health/live", "X-Request-Id", "x".repeat(129))
                        .header("X-Request-Id")
                        .orElse(""))
                .matches(RANDOM);
    }

    /** What it has logged, once there are as many lines: a line is written after its answer. */
    private static List<JsonNode> lines(OnwardProcess server, int count) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (server.out().size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return server.out().stream().map(line -> JSON.readTree(line)).toList();
    }
}
