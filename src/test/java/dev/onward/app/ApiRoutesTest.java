package dev.onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.ServedBelow;
import dev.onward.WebApp;
import dev.onward.http.Route;
import dev.onward.openapi.OpenApi;
import dev.onward.serving.Slice;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document and the routes agree, and the page for the document serves nothing else. */
class ApiRoutesTest {

    /** The files of the pages, and what of the repository extension is refused. */
    private static final Set<String> NOT_DESCRIBED = Set.of(
            "GET /static/{file}",
            "GET /file",
            "POST /language",
            "GET /docs/{file}",
            "POST /v2/repository/models/{model}/load",
            "POST /v2/repository/models/{model}/unload");

    private static final String SESAME = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    private final Http http = Http.shared();
    private final OpenApi document = new OpenApi(http.get("/openapi.json").body());

    /** An application that keeps its table of routes. */
    private static final class Recorded extends Application {

        private List<Route> routes = List.of();

        @Override
        protected List<Slice> slices(Wiring wiring) {
            List<Slice> slices = super.slices(wiring);
            routes = slices.stream()
                    .flatMap(slice -> slice.routes().routes().stream())
                    .toList();
            return slices;
        }
    }

    @Test
    void describesEveryRouteAndNoOther() {
        Recorded application = new Recorded();
        try (ServedBelow server = ServedBelow.of("/", application)) {
            Set<String> routes = application.routes.stream()
                    .map(route -> route.method() + " " + route.template().replace("/versions/{version}", ""))
                    .filter(route -> !NOT_DESCRIBED.contains(route))
                    .collect(Collectors.toCollection(TreeSet::new));

            Set<String> described = new OpenApi(
                            Http.to(server.url()).get("/openapi.json").body())
                    .operations().stream()
                            .map(operation -> operation.method() + " " + route(operation.path()))
                            .collect(Collectors.toCollection(TreeSet::new));

            assertThat(described).isEqualTo(routes);
            assertThat(routes)
                    .contains("POST /v1/models/{model}:predict", "POST /v2/models/{model}/infer", "GET /metrics");
        }
    }

    /** Other routes are for the cluster, or say what a deployment knows. */
    @Test
    void theIngressHasEveryRouteOfClients() throws IOException {
        Matcher rules = Pattern.compile("path: (\\S+), pathType: (Exact|Prefix)")
                .matcher(Files.readString(Path.of("deploy/kubernetes/ingress.yaml")));
        Map<String, Boolean> isPrefix = new HashMap<>();
        while (rules.find()) {
            isPrefix.put(rules.group(1), rules.group(2).equals("Prefix"));
        }
        Recorded application = new Recorded();
        ServedBelow.of("/", application).close();
        assertThat(application.routes.stream().map(Route::template))
                .filteredOn(path -> isPrefix.entrySet().stream()
                        .noneMatch(rule -> path.equals(rule.getKey())
                                || (rule.getValue() && path.startsWith(rule.getKey() + "/"))))
                .containsOnly("/metrics", "/health", "/health/live", "/health/ready", "/ping", "/version");
    }

    /** The path of a route, from a path of the document, which names models and versions. */
    private static String route(String path) {
        return path.replaceAll("/models/banknote", "/models/{model}").replaceAll("/versions/(1|\\{version})", "");
    }

    @Test
    void servesEveryMethodThatIsDescribedAndNoOther() {
        Map<String, Set<String>> methods = document.operations().stream()
                .collect(Collectors.groupingBy(
                        OpenApi.Operation::path, Collectors.mapping(OpenApi.Operation::method, Collectors.toSet())));
        methods.forEach((template, described) -> {
            String path = path(template);
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                Answer answer = http.send(method, path, BodyPublishers.noBody());
                if (described.contains(method)) {
                    assertThat(answer.status()).as(method + " " + path).isNotIn(404, 405, 500);
                } else {
                    assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                    assertThat(allowed(answer)).as(method + " " + path).isEqualTo(with(described));
                }
            }
        });
    }

    @Test
    void saysNothingOfKeysWhereThereAreNone() {
        assertThat(document.root().findValues("security")).isEmpty();
        assertThat(document.root().findValues("securitySchemes")).isEmpty();
        assertThat(document.root().findValues("401")).isEmpty();
        assertThat(document.root().toString()).doesNotContain("Unauthorized");
    }

    @Test
    void asksForAKeyWhereItIsDescribed() {
        try (WebApp server = WebApp.serve("--api-keys", SESAME, "--metrics", "key")) {
            Http keyed = Http.to(server);
            OpenApi guarded = new OpenApi(keyed.get("/openapi.json").body());

            assertThat(guarded.faults()).isEmpty();
            assertThat(guarded.danglingReferences()).isEmpty();
            assertThat(guarded.root().at("/components/securitySchemes").propertyNames())
                    .containsExactly("bearer", "header", "basic");
            Set<String> asked = new TreeSet<>();
            for (OpenApi.Operation operation : guarded.operations()) {
                if (asksForAKey(guarded, keyed, operation)) {
                    asked.add(operation.method() + " " + route(operation.path()));
                }
            }
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "POST /",
                            "GET /predict",
                            "POST /predict",
                            "POST /invocations",
                            "POST /models/{model}",
                            "GET /models/{model}/predict",
                            "POST /models/{model}/predict",
                            "POST /models/{model}/invocations",
                            "POST /v1/models/{model}:predict",
                            "POST /v1/models/{model}:explain",
                            "POST /v2/models/{model}/infer",
                            "GET /metrics",
                            "GET /v2/models/stats",
                            "GET /v2/models/{model}/stats");
        }
    }

    private static boolean asksForAKey(OpenApi document, Http http, OpenApi.Operation operation) {
        String path = path(operation.path());
        Answer refused = http.send(operation.method(), path, BodyPublishers.noBody());
        boolean described = operation.node().has("security");

        assertThat(refused.status() == 401).as(operation.method() + path).isEqualTo(described);
        JsonNode answer = document.follow(operation.node().at("/responses/401"));
        assertThat(answer.isObject()).isEqualTo(described);
        if (described) {
            assertThat(refused.header("WWW-Authenticate")).isPresent();
            JsonNode type = answer.get("content").get(refused.contentType());
            assertThat(document.faults(type.get("schema"), refused.body())).isEmpty();
            for (String shown :
                    List.of("Bearer open sesame", "Basic YW55OnBlbiBzZXNhbWU=", "Basic YW55Om9wZW4gc2VzYW1l")) {
                Answer let = http.send(operation.method(), path, BodyPublishers.noBody(), "Authorization", shown);
                assertThat(let.status() == 401)
                        .as(operation.method() + path + shown)
                        .isEqualTo(shown.endsWith("U="));
            }
            assertThat(http.send(operation.method(), path, BodyPublishers.noBody(), "X-Api-Key", "open sesame")
                            .status())
                    .isNotEqualTo(401);
        }
        return described;
    }

    private static String path(String template) {
        return template.replace("{model}", "banknote").replace("{version}", "1");
    }

    @Test
    void leavesMetricsOutWhereNobodyMayReadThem() {
        try (WebApp server = WebApp.serve("--metrics", "off")) {
            OpenApi without = new OpenApi(Http.to(server).get("/openapi.json").body());

            assertThat(document.root().get("paths").has("/metrics")).isTrue();
            assertThat(without.root().get("paths").has("/metrics")).isFalse();
        }
    }

    private static Set<String> allowed(Answer answer) {
        return new HashSet<>(Arrays.asList(answer.header("Allow").orElse("").split(", ")));
    }

    private static Set<String> with(Set<String> described) {
        Set<String> all = new HashSet<>(described);
        all.add("OPTIONS");
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        return all;
    }

    @Test
    void tellsWhetherTheDocumentHasChanged() {
        Answer first = http.get("/openapi.json");

        Answer second =
                http.get("/openapi.json", "If-None-Match", first.header("ETag").orElseThrow());

        assertThat(first.contentType()).isEqualTo("application/json");
        assertThat(first.header("Cache-Control")).contains("no-cache");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void showsThePageUnderAPolicyOfItsOwn() {
        Answer page = http.get("/docs");

        assertThat(page.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(http.get("/models", "Accept", "text/html")
                        .header("Content-Security-Policy")
                        .orElse(""))
                .doesNotContain("script-src");
        assertThat(http.get("/docs/x", "Accept", "text/html")
                        .header("Content-Security-Policy")
                        .orElse(""))
                .doesNotContain("script-src");
        assertThat(http.get("/docs", "Accept", "application/json").status()).isEqualTo(406);
    }

    @Test
    void servesOnlyTheFilesThatThePageNeeds() {
        Answer script = http.get("/docs/swagger-ui-bundle.js");

        assertThat(script.contentType()).isEqualTo("text/javascript;charset=utf-8");
        assertThat(http.get(
                                "/docs/swagger-ui-bundle.js",
                                "If-None-Match",
                                script.header("ETag").orElseThrow())
                        .status())
                .isEqualTo(304);
        assertThat(http.get("/docs/swagger-ui.css").contentType()).isEqualTo("text/css;charset=utf-8");
        assertThat(http.get("/static/docs.js").contentType()).isEqualTo("text/javascript;charset=utf-8");
        for (String path : List.of(
                "/docs/index.html",
                "/docs/swagger-ui.js",
                "/docs/swagger-initializer.js",
                "/docs/oauth2-redirect.html",
                "/webjars/swagger-ui/5.34.1/index.html",
                "/META-INF/resources/webjars/swagger-ui/5.34.1/index.html")) {
            assertThat(http.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void findsItsWayBelowAContextPath() {
        try (ServedBelow server = ServedBelow.of("/deep/onward")) {
            Http below = Http.to(server.url());

            assertThat(below.get("/docs").body())
                    .contains(
                            "href=\"/deep/onward/openapi.json\"",
                            "href=\"/deep/onward/docs/swagger-ui.css\"",
                            "src=\"/deep/onward/docs/swagger-ui-bundle.js\"",
                            "src=\"/deep/onward/static/docs.js\"");
            OpenApi described = new OpenApi(below.get("/openapi.json").body());
            assertThat(described.root().at("/servers/0/url").asString()).isEqualTo(".");
            assertThat(below.get("/").body()).contains("href=\"/deep/onward/docs\"");
        }
    }
}
