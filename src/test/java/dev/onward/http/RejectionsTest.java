package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionsTest {

    private final List<Rejection> observed = new ArrayList<>();

    private final Rejections rejections = new Rejections(
            new Router(
                    List.of(
                            new RouteGroup("/", (error, id) -> ErrorBody.plain(error.detail()), List.of()),
                            new RouteGroup(
                                    "/v2",
                                    (error, id) -> ErrorBody.json(json -> json.writeStringProperty("v2", id)),
                                    List.of())),
                    UnaryOperator.identity()),
            "/deep/onward",
            List.of(new RequestObserver() {
                @Override
                public void completed(RequestContext request, int status, long nanos) {}

                @Override
                public void rejected(Rejection rejection) {
                    observed.add(rejection);
                }
            }));

    @ParameterizedTest
    @CsvSource({
        "/deep/onward/v2/x, {\"v2\":\"7\"}",
        "/deep/onward/x, malformed",
        "/deep/onward/, malformed",
        "/deep/onward, malformed",
        "/deep/onwardX/v2/x, malformed",
        "/v2/x, malformed",
        "*, malformed"
    })
    void writesTheFormatOfThePathInTheApplication(String path, String body) {
        Map<String, String> headers = new HashMap<>();

        assertThat(rejections.apply(Map.of("status", "400", "detail", "malformed", "id", "7", "path", path), headers))
                .isEqualTo(body);

        assertThat(headers)
                .containsEntry("X-Request-Id", "7")
                .containsEntry("Content-Type", body.startsWith("{") ? "application/json" : "text/plain;charset=UTF-8")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(observed).singleElement().satisfies(rejection -> {
            assertThat(rejection.path()).contains(path);
            assertThat(rejection.status()).isEqualTo(400);
            assertThat(rejection.method()).isEmpty();
            assertThat(rejection.client()).isEmpty();
        });
    }

    @Test
    void needsOnlyAStatusAndADetail() {
        Map<String, String> headers = new HashMap<>();

        assertThat(rejections.apply(Map.of("status", "505", "detail", "malformed"), headers))
                .isEqualTo("malformed");

        assertThat(headers.get("X-Request-Id")).isNotEmpty();
    }
}
