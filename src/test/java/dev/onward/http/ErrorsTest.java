package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Log;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ErrorsTest {

    private final Http http = Http.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /predict      | GET, HEAD, OPTIONS, POST",
                "DELETE | /             | GET, HEAD, OPTIONS, POST",
                "PATCH  | /health/ready | GET, HEAD, OPTIONS",
                "POST   | /health/live  | GET, HEAD, OPTIONS",
                "POST   | /static/onward.css | GET, HEAD, OPTIONS",
            })
    void refusesOtherMethodsAndNamesTheOnesThereAre(String method, String path, String allow) {
        Http.Answer answer = http.send(method, path, BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains(allow);
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("expected one of the methods " + allow + ", got " + method);
    }

    @Test
    void tellsTheMethodsThereAre() {
        Http.Answer answer = http.send("OPTIONS", "/predict", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void answersHeadWithoutABody() {
        Http.Answer answer = http.send("HEAD", "/", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/predict/",
                "/health/",
                "/error",
                "/static/",
                "/static/nope.css",
                "/WEB-INF/web.xml",
                "/WEB-INF/model.onnx",
                "/META-INF/MANIFEST.MF",
                "/dev/onward/launch/Main.class"
            })
    void servesNothingElse(String path) {
        Http.Answer answer = http.get(path, "X-Request-Id", "7");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"title\":\"Not Found\",\"status\":404,\"detail\":\"no resource found at " + path
                        + "\",\"request_id\":\"7\"}");
    }

    @Test
    void showsBrowsersAPage() {
        Http.Answer answer = http.get("/nope", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).contains("<h1>Not Found</h1>").contains("no resource found at /nope");
    }

    @Test
    void tellsProgramsAndBrowsersWhereTheModelsAre() {
        Http.Answer problem = http.get("/models/x");
        Http.Answer page = http.get("/models/x", "Accept", "text/html");

        assertThat(problem.json().get("detail").asString())
                .isEqualTo("there is no model \"x\"; available: banknote; see /models");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).contains("there is no model &quot;x&quot;; available: banknote; see /models");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=iso-8859-1",
                "application/json; charset=x"
            })
    void refusesOtherMediaTypes(String type) {
        Http.Answer answer = http.send("POST", "/predict", BodyPublishers.ofString("x"), "Content-Type", type);

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void namesTheMediaTypesThereAre() {
        Http.Answer answer = http.send("POST", "/predict", BodyPublishers.ofString("x"));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Post"))
                .contains("application/json, text/csv, application/x-www-form-urlencoded, multipart/form-data");
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("expected a Content-Type of application/json or text/csv or"
                        + " application/x-www-form-urlencoded or multipart/form-data, got none");
    }

    @Test
    void refusesCompressedBodies() {
        Http.Answer answer = http.postJson("/predict", "x", "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("expected a body without Content-Encoding, got gzip");
    }

    @Test
    void refusesWhatNobodyCouldRead() {
        Http.Answer json = http.postJson("/predict", BankNotes.GENUINE, "Accept", "image/png");
        Http.Answer page = http.get("/", "Accept", "application/json");

        assertThat(json.status()).isEqualTo(406);
        assertThat(json.json().get("detail").asString())
                .isEqualTo("expected an Accept header that allows application/json or text/csv, got image/png");
        assertThat(page.status()).isEqualTo(406);
    }

    @Test
    void hintsAtTheHeaderThatCurlLeavesOut() {
        Http.Answer answer = http.postForm("/predict", BankNotes.GENUINE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").get(0).get("message").asString())
                .isEqualTo("expected form fields, got JSON; send it with the header Content-Type: application/json");
    }

    @Test
    void refusesBrokenPercentEncoding() throws IOException {
        String answer = http.raw("GET /predict?variance=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\"detail\":\"expected percent-encoded form fields, got a malformed escape\"");
    }

    static Stream<Arguments> rejectedByTheServer() {
        String host = "Host: x\r\n";
        return Stream.of(
                arguments("GET /%2F HTTP/1.1\r\n" + host, 400, "Bad Request", "/%2F"),
                arguments("GET / HTTP/1.1\r\n" + host + "Bad Header: x\r\n", 400, "Bad Request", "/"),
                arguments("GET / HTTP/1.1\r\nHost: x y\r\n", 400, "Bad Request", "/"),
                arguments("GET / HTTP/1.1\r\n", 400, "Bad Request", "/"),
                arguments(
                        "GET / HTTP/1.1\r\n" + host + "X: " + "x".repeat(20_000) + "\r\n",
                        431,
                        "Request Header Fields Too Large",
                        "/"),
                arguments("POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n", 400, "Bad Request", "/"));
    }

    @ParameterizedTest
    @MethodSource
    void rejectedByTheServer(String head, int status, String title, String path) throws IOException {
        String answer = http.raw(head + "Connection: close\r\n\r\n");

        String id = header(answer, "X-Request-Id");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/problem+json")
                .endsWith("\r\n\r\n{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":"
                        + "\"the request was rejected before it reached the application\",\"request_id\":\"" + id
                        + "\"}");
        assertReportsRejection(answer, status, path);
    }

    /** The method is not known, and a HEAD must not get a body. */
    @ParameterizedTest
    @MethodSource
    void unreadableRequestLine(String line, int status) throws IOException {
        String answer = http.raw(line + "\r\nHost: x\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nContent-Length: 0\r\n", "\r\nConnection: close\r\n")
                .doesNotContain("\r\nContent-Type:")
                .endsWith("\r\n\r\n");
        assertReportsRejection(answer, status, "");
    }

    static Stream<Arguments> unreadableRequestLine() {
        return Stream.of(
                arguments("HEAD / HTTP/4.0", 505),
                arguments("HEAD /" + "x".repeat(20_000) + " HTTP/1.1", 414),
                arguments("HEAD /%zz HTTP/1.1", 400),
                arguments("HEAD /../x HTTP/1.1", 400),
                arguments("GET / HTTP/4.0", 505),
                arguments("GET /" + "x".repeat(20_000) + " HTTP/1.1", 414),
                arguments("NONSENSE", 400));
    }

    private void assertReportsRejection(String answer, int status, String path) {
        String id = header(answer, "X-Request-Id");
        assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none';");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        JsonNode line = Log.access(id).get(0).line();
        assertThat(line.get("status").asInt()).isEqualTo(status);
        assertThat(line.get("route").asString()).isEqualTo("none");
        assertThat(line.get("path").asString()).isEqualTo(path);
        assertThat(line.get("client").asString()).isEqualTo("127.0.0.1");
        assertThat(http.get("/metrics").body())
                .containsPattern("onward_http_requests_total\\{method=\"[^\"]*\"," + "route=\"none\",status=\"" + status
                        + "\"} [1-9]");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/%09, 'error'",
        "/v2/models/%09, 'error'",
        "/models/%09/invocations, 'error_code\":\"BAD_REQUEST\",\"message'",
        "/invocations, 'error_code\":\"BAD_REQUEST\",\"message'"
    })
    void answersInTheFormOfTheProtocolIfTheServerRejects(String path, String properties) throws IOException {
        String answer = http.raw("POST " + path + " HTTP/1.1\r\nHost: x y\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/json\r\n")
                .endsWith("{\"" + properties + "\":\"the request was rejected before it reached the application\"}");
    }

    @Test
    void keepsTheIdentifierOfWhatTheServerRejects() throws IOException {
        String answer = http.raw("GET /%2F HTTP/1.1\r\nHost: x\r\nX-Request-Id: reject-1\r\nConnection: close\r\n\r\n");

        assertThat(header(answer, "X-Request-Id")).isEqualTo("reject-1");
        assertThat(Log.access("reject-1").get(0).line().get("method").asString())
                .isEqualTo("GET");
    }

    @Test
    void rejectsHeadWithoutABody() throws IOException {
        String answer = http.raw("HEAD /%2F HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n");
        assertThat(Integer.parseInt(header(answer, "Content-Length"))).isPositive();
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/predict", "/nope", "/health/ready", "/static/onward.css"})
    void sendsSecurityHeadersOnEveryAnswer(String path) {
        Http.Answer answer = http.get(path);

        // The page of a model has a script, and no other response has one.
        String script =
                path.equals("/") ? " script-src 'self'; style-src 'self'; connect-src 'self';" : " style-src 'self';";
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none';" + script + " img-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("X-Frame-Options")).contains("DENY");
        assertThat(answer.header("Server")).isEmpty();
    }
}
