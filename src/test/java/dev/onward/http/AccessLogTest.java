package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Log;
import dev.onward.WebApp;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AccessLogTest {

    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void tellsOfEachRequestInOneLineOfJson() {
        Http http = Http.shared();

        http.postJson(
                "/models/banknote/predict",
                "[" + BankNotes.GENUINE + "," + BankNotes.GENUINE + "]",
                "X-Request-Id",
                "order-7",
                "traceparent",
                "00-" + TRACE + "-" + SPAN + "-01");
        String random = http.get("/nope").header("X-Request-Id").orElseThrow();

        JsonNode first = Log.access("order-7").get(0).line();
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
        JsonNode second = Log.access(random).get(0).line();
        assertThat(second.propertyNames())
                .containsExactly("time", "id", "client", "method", "path", "route", "status", "ms");
        assertThat(second.get("id").asString()).matches(RANDOM);
        assertThat(second.get("route").asString()).isEqualTo("none");
        assertThat(second.get("status").asInt()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/models/banknote/versions/1/predict?variance=x, /models/{model}/versions/{version}/predict",
        "/static/onward.css, /static/{file}",
        "/v1/models/banknote, /v1/models/{model}",
        "/v2/models/banknote/versions/1, /v2/models/{model}/versions/{version}",
    })
    void namesTheRouteByItsTemplate(String path, String route) {
        String id = Http.shared().get(path).header("X-Request-Id").orElseThrow();

        assertThat(Log.access(id).get(0).line().get("route").asString()).isEqualTo(route);
    }

    @Test
    @ResourceLock(value = "log of the repository", mode = ResourceAccessMode.READ)
    void holdsNothingOfWhatWasAsked() {
        Http http = Http.shared();
        String[] ids = {"secret-1", "secret-2", "secret-3", "secret-4", "secret-5"};

        http.get("/predict?variance=12345.5&skewness=1&curtosis=1&entropy=1", "X-Request-Id", ids[0]);
        http.get("/?variance=12345.5", "X-Request-Id", ids[1]);
        http.postJson("/predict", "{\"variance\": 12345.5}", "X-Request-Id", ids[2]);
        http.postForm("/", "variance=12345.5", "X-Request-Id", ids[3]);
        http.postCsv("/predict", "variance\n12345.5\n", "X-Request-Id", ids[4]);

        assertThat(Log.access(ids))
                .hasSize(5)
                .noneMatch(access -> access.line().toString().contains("variance"));
        // The log itself names features, and no value of a request.
        assertThat(Log.text()).contains("serving banknote").doesNotContain("12345.5");
    }

    @Test
    void passesOverProbesThatFindAllWell() {
        Http http = Http.shared();

        http.get("/health/live", "X-Request-Id", "probe-1");
        http.get("/health/ready", "X-Request-Id", "probe-2");
        http.get("/v2/health/ready", "X-Request-Id", "probe-3");
        http.get("/metrics", "X-Request-Id", "probe-4");
        http.get("/models", "X-Request-Id", "no-probe");

        assertThat(Log.access("probe-1", "probe-2", "probe-3", "probe-4"))
                .allMatch(access -> access.level().equals(Level.FINE));
        assertThat(Log.access("no-probe")).allMatch(access -> access.level().equals(Level.INFO));
    }

    @Test
    void canBeSwitchedOff() {
        try (WebApp silent = WebApp.serve("--access-log", "false")) {
            Http.to(silent).get("/models", "X-Request-Id", "silent");
            Http.shared().get("/models", "X-Request-Id", "loud");

            assertThat(Log.access("loud")).hasSize(1);
            assertThat(Log.hasAccess("silent")).isFalse();
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
}
