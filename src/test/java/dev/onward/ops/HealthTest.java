package dev.onward.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.model.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Http http = Http.shared();

    @Test
    void lives() {
        Http.Answer answer = http.get("/health/live");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("{\"live\":true}");
    }

    @Test
    void isReadyWithTheModelThatItNames() {
        Http.Answer answer = http.get("/health/ready");

        try (Model shipped = Model.open(Path.of("model.onnx"))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"ready\":true,\"model\":\"banknote\",\"version\":\"1\",\"sha256\":\""
                            + shipped.sha256() + "\"}");
        }
    }
}
