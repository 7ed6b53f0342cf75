package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final Handler NOTHING = request -> {};
    private static final ErrorFormat PROBLEM = (error, id) -> ErrorBody.plain("");
    private static final ErrorFormat PROTOCOL = (error, id) -> ErrorBody.plain("");
    private static final ErrorFormat OWN = (error, id) -> ErrorBody.plain("");

    private final Router router = router(
            new RouteGroup(
                    "/",
                    PROBLEM,
                    List.of(
                            Route.get("/", NOTHING),
                            Route.get("/models", NOTHING).takesTrailingSlash(),
                            Route.get("/models/{model}", NOTHING),
                            Route.get("/models/{model}/predict", NOTHING),
                            Route.get("/{any}/stats/predict", NOTHING))),
            new RouteGroup(
                    "/models",
                    Optional.of("/invocations"),
                    OWN,
                    List.of(Route.post("/invocations", NOTHING), Route.post("/models/{model}/invocations", NOTHING))),
            new RouteGroup(
                    "/v2",
                    PROTOCOL,
                    List.of(
                            Route.get("/v2/models/stats", NOTHING),
                            Route.get("/v2/models/{model}", NOTHING),
                            Route.post("/v2/models/{model}:predict", NOTHING))));

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/models, /models",
        "/models/, /models",
        "/models/m, /models/{model}",
        "/models/m:predict, /models/{model}",
        // Fixed text before a variable, also where the variable comes later.
        "/v2/models/stats, /v2/models/stats",
        "/v2/models/m, /v2/models/{model}",
        "/models/stats/predict, /models/{model}/predict",
        "/other/stats/predict, /{any}/stats/predict",
        // A suffix is more specific than none.
        "/v2/models/m:predict, /v2/models/{model}:predict",
        "/v2/models/a:b:predict, /v2/models/{model}:predict",
        "/v2/models/:predict, /v2/models/{model}"
    })
    void findsTheMostSpecificRoute(String path, String template) {
        assertThat(router.match(path).route()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"/nothing", "/models/m/", "/models/m/predict/", "/models//predict", "//", "/v2/", "/v2/models/m/x"})
    void findsNothingElse(String path) {
        RouteMatch match = router.match(path);

        assertThat(match.endpoint()).isEmpty();
        assertThat(match.route()).isEqualTo("none");
        assertThat(match.parameters()).isEmpty();
    }

    @Test
    void givesTheValuesOfTheVariables() {
        assertThat(router.match("/v2/models/price:v1:predict").parameters()).isEqualTo(Map.of("model", "price:v1"));
    }

    @Test
    void givesUnknownPathsTheErrorsOfTheGroupThatCoversThem() {
        assertThat(router.match("/v2").errors()).isSameAs(PROTOCOL);
        assertThat(router.match("/v2/nothing/at/all").errors()).isSameAs(PROTOCOL);
        assertThat(router.match("/v2/models/m").errors()).isSameAs(PROTOCOL);
        assertThat(router.match("/v2x").errors()).isSameAs(PROBLEM);
        assertThat(router.match("/nothing").errors()).isSameAs(PROBLEM);
        assertThat(router.match("/invocations").errors()).isSameAs(OWN);
        assertThat(router.match("/invocations/x").errors()).isSameAs(PROBLEM);
        assertThat(router.match("/models/m/invocations").errors()).isSameAs(OWN);
        assertThat(router.match("/models/a/b/invocations").errors()).isSameAs(OWN);
        assertThat(router.match("/models/a/b/invocations/x").errors()).isSameAs(PROBLEM);
    }

    @Test
    void refusesTwoRoutesForOneMethodAndPath() {
        RouteGroup one = new RouteGroup("/", PROBLEM, List.of(Route.get("/models/{model}", NOTHING)));
        RouteGroup other = new RouteGroup("/v2", PROTOCOL, List.of(Route.get("/models/{model}", NOTHING)));

        assertThatThrownBy(() -> router(one, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one route, got two for GET /models/{model}");
    }

    @Test
    void refusesTwoRoutesThatDifferOnlyInTheNamesOfTheirVariables() {
        RouteGroup group = new RouteGroup(
                "/", PROBLEM, List.of(Route.get("/models/{model}", NOTHING), Route.post("/models/{name}", NOTHING)));

        assertThatThrownBy(() -> router(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected different paths, got two templates that match the same paths:"
                        + " /models/{model} and /models/{name}");
    }

    @Test
    void refusesATrailingSlashAfterVariables() {
        RouteGroup group = new RouteGroup(
                "/", PROBLEM, List.of(Route.get("/models/{model}", NOTHING).takesTrailingSlash()));

        assertThatThrownBy(() -> router(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a trailing slash only on a template without variables, got /models/{model}");
    }

    @Test
    void requiresAFormatForTheErrorsOfUnknownPaths() {
        RouteGroup group = new RouteGroup("/v2", PROTOCOL, List.of(Route.get("/v2", NOTHING)));

        assertThatThrownBy(() -> router(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a group of routes with the prefix \"/\", got none");
    }

    @Test
    void asksForKeysAndPermitsWhereRoutesSaySo() {
        List<String> wrapped = new ArrayList<>();
        Handler open = request -> {};
        Handler keyed = request -> {};
        Handler predicting = request -> {};
        UnaryOperator<Handler> requireKey = handler -> {
            wrapped.add(handler == open ? "open" : handler == keyed ? "keyed" : "predicting");
            return handler;
        };

        RouteGroup group = new RouteGroup(
                "/",
                PROBLEM,
                List.of(
                        Route.get("/open", open),
                        Route.get("/keyed", keyed).requiresKey(),
                        Route.get("/predict", predicting).predicts()));
        assertThat(new Router(List.of(group), requireKey).match("/open").endpoint())
                .isPresent();

        assertThat(wrapped).containsExactlyInAnyOrder("keyed", "predicting");
    }

    private static Router router(RouteGroup... groups) {
        return new Router(List.of(groups), UnaryOperator.identity());
    }
}
