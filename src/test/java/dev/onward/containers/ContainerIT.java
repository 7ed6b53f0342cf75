package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.OnwardProcess;
import dev.onward.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The unmodified WAR, twice at once and below a context path, in the container: what must be the same everywhere, since
 * it is the application's and not the container's.
 */
@Tag("containers")
@ParameterizedClass
@MethodSource("dev.onward.containers.Containers#chosen")
class ContainerIT {

    private static final String FIRST = "onward";
    private static final String SECOND = "second";
    private static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";
    private static final List<Double> GENUINE_ROW = List.of(3.6216, 8.6661, -2.8073, -0.44699);
    private static final String GENUINE_FORM = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";
    private static final String CSV = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n";
    private static final int BODY_LIMIT = 64 * 1024;
    private static final int ROW_LIMIT = 5;

    @TempDir
    private static Path folder = Path.of("");

    private static final Map<Container, RunningContainer> RUNNING = new HashMap<>();

    private final Container container;
    private final RunningContainer running;
    private final Http http;

    ContainerIT(Container container) {
        this.container = container;
        this.running = Objects.requireNonNull(RUNNING.get(container));
        this.http = running.http(FIRST);
    }

    /** Settings come by the environment, by a system property and, where there are any, by context parameters. */
    @BeforeParameterizedClassInvocation
    static void start(Container container) {
        RunningContainer running = RunningContainer.start(
                container,
                folder.resolve(container.name()),
                List.of("-Donward.row-limit=" + ROW_LIMIT),
                Map.of("ONWARD_BODY_LIMIT", "64KiB"));
        RUNNING.put(container, running);
        if (container.deploysLive()) {
            running.deploy(FIRST, OnwardProcess.war(), Map.of());
            running.deploy(SECOND, OnwardProcess.war(), parameters(container));
        } else {
            running.deployAll(List.of(FIRST, SECOND), OnwardProcess.war());
        }
    }

    private static Map<String, String> parameters(Container container) {
        Path iris = Path.of("src/test/resources/interop/sklearn-logistic-zipmap/model.onnx");
        Map<String, String> parameters = new HashMap<>();
        if (container.takesParameters()) {
            parameters.put("onward.model", iris.toAbsolutePath().toString());
            parameters.put("onward.row-limit", "2");
        }
        if (container.takesEntries()) {
            parameters.put(Container.ENTRY + "onward.csv-limit", "1KiB");
        }
        return parameters;
    }

    @AfterParameterizedClassInvocation
    static void stop(Container container) {
        RunningContainer running = Objects.requireNonNull(RUNNING.remove(container));
        running.terminate();

        assertThat(running.crash()).doesNotExist();
    }

    @Test
    void showsTheFormBelowItsContextPath() {
        Answer page = http.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(page.body())
                .contains("href=\"/onward/static/onward.css", "action=\"/onward/")
                .doesNotContain("jsessionid");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }

    /** Without its slash, which people type: some containers add it first. */
    @Test
    void showsTheFormWithoutTheSlashToo() {
        Answer bare = running.http("").get("/" + FIRST);
        Answer page = bare.status() == 200 ? bare : http.get("/");

        assertThat(bare.status() == 200 || bare.header("Location").orElse("").endsWith("/onward/"))
                .as("status %d", bare.status())
                .isTrue();
        assertThat(page.body()).contains("action=\"/onward/");
    }

    @Test
    void answersTheForm() {
        Answer answer = http.postForm("/", GENUINE_FORM);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("autofocus>genuine</h2>");
    }

    @Test
    void answersJson() {
        Answer answer = http.postJson("/predict", GENUINE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body()).startsWith("{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\"");
        assertThat(answer.header("Onward-Model")).contains("banknote");
    }

    @Test
    void answersAQuery() {
        assertThat(http.get("/predict?" + GENUINE_FORM).json().get("title").asString())
                .isEqualTo("genuine");
    }

    @Test
    void answersText() {
        // Letters beyond ASCII, of two, three and four bytes, in a name that is not known.
        Answer answer = http.postForm("/predict", GENUINE_FORM + "&gr%C3%B6%C3%9Fe%E2%82%AC%F0%9F%98%80=1");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("größe€😀");
    }

    @Test
    void answersCsv() {
        Answer answer = http.postCsv("/predict", CSV);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/csv;charset=utf-8");
        assertThat(answer.body().lines()).hasSize(2).last().asString().contains(",0,0.99");
    }

    @Test
    void answersManyRowsOfCsvInAStream() {
        int rows = 50_000;
        byte[] csv = (CSV + "3.6216,8.6661,-2.8073,-0.44699\n".repeat(rows - 1)).getBytes(StandardCharsets.UTF_8);

        Answer answer = http.send(
                "POST",
                "/predict",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(csv)),
                "Content-Type",
                "text/csv");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines().filter(line -> line.contains(",0,0.99")))
                .hasSize(rows);
    }

    @Test
    void answersAnUploadedFile() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + CSV + "\r\n--b--\r\n";

        Answer answer = http.send(
                "POST", "/predict", BodyPublishers.ofString(body), "Content-Type", "multipart/form-data; boundary=b");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(answer.body().lines()).hasSize(2);
    }

    @Test
    void refusesAFieldBesidesTheFile() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"explain\"\r\n\r\ntrue\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + CSV + "\r\n--b--\r\n";

        Answer answer = http.send(
                "POST", "/predict", BodyPublishers.ofString(body), "Content-Type", "multipart/form-data; boundary=b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("unknown field \\\"explain\\\" in the form");
    }

    @Test
    void refusesASecondFile() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + CSV + "\r\n";

        Answer answer = http.send(
                "POST",
                "/predict",
                BodyPublishers.ofString(part + part + "--b--\r\n"),
                "Content-Type",
                "multipart/form-data; boundary=b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("expected one file, got a second one, \\\"n.csv\\\"");
    }

    /** Each copy with the model that it has, by what that says of its own inputs and outputs. */
    @ParameterizedTest
    @ValueSource(strings = {FIRST, SECOND})
    void speaksTheOpenInferenceProtocol(String copy) {
        Http http = running.http(copy);
        String path = "/v2/models/"
                + http.get("/v2/models").json().get("models").get(0).asString();
        JsonNode model = http.get(path).json();

        Answer answer = http.postJson(path + "/infer", inference(model));

        assertThat(http.get("/v2").json().get("name").asString()).isEqualTo("onward");
        assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        JsonNode outputs = answer.json().get("outputs");
        List<String> names = new ArrayList<>(model.get("outputs").findValuesAsString("name"));
        // They are computed only if a request names them.
        names.remove("contributions");
        assertThat(outputs.findValuesAsString("name")).isEqualTo(names).hasSize(2);
        assertThat(outputs.get(0).get("data").get(0).asString()).isEqualTo("0");
        assertThat(outputs.get(1).get("data").values().stream()
                        .mapToDouble(JsonNode::asDouble)
                        .sum())
                .isCloseTo(1, within(1e-6));
    }

    /** One row for all inputs that the model has. */
    private static String inference(JsonNode model) {
        List<String> inputs = new ArrayList<>();
        int given = 0;
        for (JsonNode input : model.get("inputs").values()) {
            int width = input.get("shape").get(1).asInt();
            inputs.add("{\"name\":\"%s\",\"shape\":[1,%d],\"datatype\":\"%s\",\"data\":%s}"
                    .formatted(
                            input.get("name").asString(),
                            width,
                            input.get("datatype").asString(),
                            GENUINE_ROW.subList(given, given + width)));
            given += width;
        }
        return "{\"id\":\"7\",\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    @Test
    void takesMlflowsFormats() {
        Answer invocation = http.postJson("/invocations", "{\"dataframe_records\": [" + GENUINE + "]}");

        assertThat(invocation.body()).isEqualTo("{\"predictions\":[\"0\"]}");
        assertThat(http.get("/ping").status()).isEqualTo(200);
        assertThat(http.get("/version").body()).isNotBlank();
    }

    @Test
    void speaksKservesFirstProtocol() {
        assumeThat(container.takesColons())
                .as("%s lets no colon through", container)
                .isTrue();

        Answer prediction = http.postJson("/v1/models/banknote:predict", "{\"instances\": [" + GENUINE + "]}");

        assertThat(prediction.status()).isEqualTo(200);
        assertThat(prediction.body()).isEqualTo("{\"predictions\":[\"0\"]}");
    }

    @Test
    void describesItselfAndShowsItBelowItsContextPath() {
        Answer description = http.get("/openapi.json");
        Answer page = http.get("/docs", "Accept", "text/html");
        Answer script = http.get("/docs/swagger-ui-bundle.js");

        assertThat(description.contentType()).isEqualTo("application/json");
        assertThat(description.json().get("paths").propertyNames()).contains("/predict", "/models/banknote/predict");
        assertThat(page.body()).contains("href=\"/onward/openapi.json\"", "src=\"/onward/docs/swagger-ui-bundle.js\"");
        assertThat(page.header("Content-Security-Policy").orElse("")).contains("script-src 'self';");
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.contentType()).startsWith("text/javascript");
    }

    /** Each copy counts for itself, even where one class loader has loaded the library for both. */
    @Test
    void countsItsRequests() {
        String line = "onward_http_requests_total{method=\"GET\",route=\"/v2/models/{model}\",status=\"404\"}";
        double before = running.metric(FIRST, line);
        double others = running.metric(SECOND, line);

        http.get("/v2/models/nope");

        running.await(() -> running.metric(FIRST, line) == before + 1, "the request is counted");
        assertThat(running.metric(SECOND, line)).isEqualTo(others);
        assertThat(http.get("/metrics").contentType()).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
    }

    @Test
    void callsARequestByItsNameInTheAnswerAndInErrors() {
        Answer answer = http.postJson("/predict", "{}", "X-Request-Id", "order-7");

        assertThat(answer.header("X-Request-Id")).contains("order-7");
        assertThat(answer.json().get("request_id").asString()).isEqualTo("order-7");
    }

    @Test
    void logsThroughTheContainer() {
        http.get("/predict?variance=1.25&skewness=1&curtosis=1&entropy=1", "X-Request-Id", "logged-7");

        running.await(() -> logs().contains("logged-7"), "the request is in the container's log");
        assertThat(logs()).doesNotContain("variance=1.25");
    }

    /** Wherever it writes them. */
    private String logs() {
        StringBuilder logs = new StringBuilder();
        try {
            Files.walkFileTree(running.log().getParent(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".log")) {
                        logs.append(Container.read(file)).append('\n');
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** The container deletes temporary files meanwhile. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }

    @Test
    void inflatesABodyForTheProtocolOnce() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"inputs\": 1}".getBytes(StandardCharsets.UTF_8));
        }

        Answer answer = http.send(
                "POST",
                "/v2/models/banknote/infer",
                BodyPublishers.ofByteArray(zipped.toByteArray()),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).contains("inputs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /nope                     | 404 | application/problem+json",
                "GET    | /v2/nope                  | 404 | application/json",
                "GET    | /models/nope              | 404 | application/problem+json",
                "GET    | /static/nope.css          | 404 | application/problem+json",
                "GET    | /dev/onward/launch/Main.class | 404 | application/problem+json",
                "DELETE | /predict                  | 405 | application/problem+json",
                "POST   | /health/ready             | 405 | application/problem+json",
                "POST   | /predict                  | 415 | application/problem+json",
                "POST   | /v2/models/banknote/infer | 400 | application/json"
            })
    void refusesInTheCallersFormat(String method, String path, int status, String type) {
        Answer answer = http.send(method, path, BodyPublishers.ofString(method.equals("POST") ? "x" : ""));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo(type);
        assertSaysNothingOfTheContainer(answer);
    }

    @Test
    void showsABrowserAPageForAnError() {
        Answer answer = http.get("/nope", "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).contains("/onward/static/onward.css");
        assertSaysNothingOfTheContainer(answer);
    }

    /**
     * A container may refuse these before the application sees them, in its own words, or make a plain path of them.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /onward/WEB-INF/web.xml",
                "GET /onward/META-INF/MANIFEST.MF",
                "GET /onward/%2F",
                "GET /onward/predict%00",
                "GET /onward/a/..%2f..%2fWEB-INF/web.xml",
                "GET /onward/static/%2e%2e/WEB-INF/web.xml",
                "TRACE /onward/predict"
            })
    void givesNothingAway(String request) throws IOException {
        String answer = raw(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .containsPattern("^HTTP/1.1 [24]")
                .doesNotContain("<web-app", "Manifest-Version", "\tat ", "java.lang.")
                // A program on the page has the word alone.
                .doesNotContainPattern("Exception[:\\n]");
    }

    @Test
    void tellsEveryProblemOfARow() {
        Answer answer = http.postJson("/predict", "{\"variance\": \"x\", \"skewness\": null, \"nope\": 1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("problems").size()).isEqualTo(5);
    }

    @Test
    void refusesABodyThatSaysItIsTooLarge() {
        assertThat(http.postJson("/predict", " ".repeat(BODY_LIMIT + 1)).status())
                .isEqualTo(413);
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() {
        byte[] white = " ".repeat(BODY_LIMIT + 1).getBytes(StandardCharsets.US_ASCII);

        Answer answer = http.send(
                "POST",
                "/predict",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(white)),
                "Content-Type",
                "application/json");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(detail(answer)).isEqualTo("expected a body of at most " + BODY_LIMIT + " bytes, got more");
    }

    @Test
    void takesTheLimitOfASystemProperty() {
        Answer answer = http.postJson("/predict", "[" + (GENUINE + ",").repeat(ROW_LIMIT) + GENUINE + "]");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(detail(answer)).isEqualTo("expected at most " + ROW_LIMIT + " rows, got more");
    }

    /** Or says that it does not, as Tomcat does after a 400 and Open Liberty after a body that nobody read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"application/json | {", "text/plain | x", "application/json | {}"})
    void goesOnWithTheConnectionAfterAnError(String type, String body) throws IOException {
        try (Wire wire = new Wire(running.url(""))) {
            Wire.Answer refused = wire.post("/onward/predict", type, body);

            assertThat(refused.status()).isIn(400, 415);
            if (!"close".equalsIgnoreCase(refused.headers().get("connection"))) {
                assertThat(wire.post("/onward/predict", "application/json", GENUINE)
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void servesStaticFilesThatBrowsersMayKeep() {
        String page = http.get("/").body();
        int start = page.indexOf("/onward/static/onward.css");
        String link = page.substring(start, page.indexOf('"', start));

        Answer style = running.http("").get(link);
        Answer again =
                running.http("").get(link, "If-None-Match", style.header("ETag").orElse(""));

        assertThat(style.status()).isEqualTo(200);
        assertThat(style.contentType()).isEqualTo("text/css;charset=utf-8");
        assertThat(style.header("Cache-Control")).isPresent();
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void saysOnEveryAnswerWhatABrowserMayDo() {
        for (String path : List.of("/", "/nope", "/health/live", "/static/onward.css", "/v2")) {
            Answer answer = http.get(path);

            assertThat(answer.header("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(answer.header("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'");
        }
    }

    @Test
    void answersHeadWithoutABody() {
        Answer answer = http.send("HEAD", "/", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void keepsTwoCopiesApart() {
        Http second = running.http(SECOND);
        String model = container.takesParameters() ? "model" : "banknote";

        assertThat(second.get("/").body()).contains("/second/static/onward.css").doesNotContain("/onward/static");
        assertThat(second.get("/health/ready").status()).isEqualTo(200);
        assertThat(second.get("/v2/models").body()).isEqualTo("{\"models\":[\"" + model + "\"]}");
        assertThat(http.get("/v2/models").body()).isEqualTo("{\"models\":[\"banknote\"]}");
    }

    @Test
    void prefersAContextParameterToASystemProperty() {
        assumeThat(container.takesParameters())
                .as("%s takes no context parameters from outside", container)
                .isTrue();
        String row = "{\"x\":1}";

        Answer answer = running.http(SECOND).postJson("/predict", "[" + row + "," + row + "," + row + "]");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(detail(answer)).isEqualTo("expected at most 2 rows, got more");
    }

    @Test
    void answersAgainAfterARestart() {
        running.terminate();
        running.restart();
        running.await(() -> running.isReady(FIRST) && running.isReady(SECOND), "both are ready again");

        assertThat(http.postJson("/predict", GENUINE).status()).isEqualTo(200);
    }

    @Test
    void startsAgainAfterItWasKilled() {
        running.kill();
        running.restart();
        running.await(() -> running.isReady(FIRST) && running.isReady(SECOND), "both are ready again");

        assertThat(http.postJson("/predict", GENUINE).status()).isEqualTo(200);
    }

    @Test
    void isUndeployedUnderLoadWithoutAWrongAnswer() {
        assumeThat(container.deploysLive())
                .as("%s takes and gives back no applications while it runs", container)
                .isTrue();
        running.deploy("third", OnwardProcess.war(), Map.of());
        Load.Outcome outcome;
        try (Load load = Load.on(running, "third", 3)) {
            running.await(() -> load.answered() > 1_000, "the third copy answers");
            running.undeploy("third");
            running.await(() -> load.refused(404) > 100, "the clients are told that the third copy is gone");
            outcome = load.stop();
        }

        System.out.println(container + " undeployed under load: " + outcome);
        assertThat(outcome.faults()).isEmpty();
        // The container goes on, and so takes every connection.
        assertThat(outcome.untaken()).isZero();
        assertThat(http.postJson("/predict", GENUINE).status()).isEqualTo(200);
        assertThat(running.crash()).doesNotExist();
    }

    @Test
    void takesTheLimitOfAnEntryOfTheNamingService() {
        assumeThat(container.takesEntries())
                .as("%s takes no such entries from outside", container)
                .isTrue();

        Answer answer = running.http(SECOND).postCsv("/predict", " ".repeat(2048));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(detail(answer)).isEqualTo("expected a body of at most 1024 bytes, got more");
    }

    private static String detail(Answer problem) {
        return problem.json().get("detail").asString();
    }

    private static void assertSaysNothingOfTheContainer(Answer answer) {
        assertThat(answer.body())
                .doesNotContainIgnoringCase("apache")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContainIgnoringCase("undertow")
                .doesNotContainIgnoringCase("websphere")
                .doesNotContainIgnoringCase("payara")
                .doesNotContainIgnoringCase("glassfish")
                .doesNotContain("\tat ");
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), running.url("").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
