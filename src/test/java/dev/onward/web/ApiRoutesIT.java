package dev.onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.openapi.OpenApi;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is documented is served, what is served is documented, and the page that shows it shows nothing else. */
class ApiRoutesIT {

    /** Files of the pages, and the servlets for what is nothing and for errors. */
    private static final Set<String> NOT_DESCRIBED = Set.of("/static/*", "/", "/error");

    private final Http http = Http.shared();
    private final OpenApi document = new OpenApi(http.get("/openapi.json").body());

    @Test
    void describesEveryRouteThatIsRegistered() {
        try (ServedBelow server = ServedBelow.of("/")) {
            Set<String> routes = server.context().getServletRegistrations().values().stream()
                    .map(registration -> registration.getMappings())
                    .flatMap(Collection::stream)
                    .filter(mapping -> !NOT_DESCRIBED.contains(mapping))
                    .collect(Collectors.toCollection(TreeSet::new));

            Set<String> described = document.operations().stream()
                    .map(operation -> route(operation.path(), routes))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(described).isEqualTo(routes);
            assertThat(routes).hasSizeGreaterThan(7);
        }
    }

    /** The mapping that a path falls under; the path itself if there is none. */
    private static String route(String path, Set<String> routes) {
        if (path.equals("/")) {
            return "";
        }
        return routes.stream()
                .filter(route -> route.equals(path)
                        || (route.endsWith("/*") && (path + "/").startsWith(route.substring(0, route.length() - 1))))
                .findFirst()
                .orElse(path);
    }

    @Test
    void servesEveryMethodThatIsDescribedAndNoOther() {
        Map<String, Set<String>> methods = document.operations().stream()
                .collect(Collectors.groupingBy(
                        OpenApi.Operation::path, Collectors.mapping(OpenApi.Operation::method, Collectors.toSet())));
        methods.forEach((template, described) -> {
            String path = template.replace("{name}", "banknote").replace("{version}", "1");
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
        assertThat(http.get("/").header("Content-Security-Policy").orElse("")).doesNotContain("script-src");
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
                "/docs/",
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
