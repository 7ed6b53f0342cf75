package dev.onward.model.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

class CardParserTest {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void readsTheCardOfTheShippedModelAsDatabindDoes() throws IOException {
        String json = Guard.read(
                        Files.readAllBytes(Path.of("model.onnx")),
                        Optional.empty(),
                        GuardLimits.defaults(),
                        "model.onnx")
                .metadata(ModelCard.KEY)
                .orElseThrow();

        assertThat(parse(json)).contains(databind(json));
        assertThat(parse(json).orElseThrow().toJson()).isEqualTo(json);
    }

    @Test
    void readsEveryEntry() {
        String json = ModelCardTest.full().toJson();

        assertThat(parse(json)).contains(databind(json));
        assertThat(parse(json).orElseThrow().toJson()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"title\":\"\",\"labels\":[],\"columns\":{}}",
                "{\"labels\":[{\"name\":\" \"}],\"values\":[{\"name\":\"\"}]}",
                "{\"columns\":{\"a\":{}}}",
                "{\"data\":{\"rows\":0}}",
                "{\"examples\":[{\"row\":{\"a\":1.50,\"b\":9007199254740993,\"c\":12345678901234567890,\"d\":-0}}]}",
                "{\"metrics\":[{\"name\":\"m\",\"value\":1}]}",
                "{\"metrics\":[{\"name\":\"m\",\"value\":1e400}]}",
                "{\"metrics\":[{\"name\":\"m\",\"value\":0.1234567890123456789012345678901}]}",
                "{\"golden\":{\"tolerance\":1e-6,\"rows\":[{\"row\":{},\"expected\":{\"value\":0.0}}]}}"
            })
    void readsWhatIsUsualAsDatabindDoes(String json) {
        assertThat(parse(json)).contains(databind(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{} x",
                "{\"titles\":\"x\"}",
                "{\"title\":null}",
                "{\"title\":3}",
                "{\"title\":\"a\",\"title\":\"b\"}",
                "{\"task\":\"Classification\"}",
                "{\"labels\":[null]}",
                "{\"features\":[{\"title\":\"x\"}]}",
                "{\"features\":[{\"name\":\"x\",\"step\":\"1\"}]}",
                "{\"features\":[{\"name\":\"x\",\"optional\":\"true\"}]}",
                "{\"examples\":[{\"row\":{\"a\":[1]}}]}",
                "{\"data\":{\"rows\":1.5}}",
                "{\"metrics\":[{\"name\":\"m\"}]}",
                "{\"metrics\":[{\"name\":\"m\",\"value\":-0.0}]}",
                "{\"golden\":{\"tolerance\":1,\"rows\":[{\"row\":{}}]}}"
            })
    void leavesTheUnusualToDatabind(String json) {
        assertThat(parse(json)).isEmpty();
    }

    private static Optional<ModelCard> parse(String json) {
        return CardParser.parse(FACTORY, json.getBytes(StandardCharsets.UTF_8));
    }

    private static ModelCard databind(String json) {
        return CardJson.readUnusual(json.getBytes(StandardCharsets.UTF_8), "card");
    }
}
