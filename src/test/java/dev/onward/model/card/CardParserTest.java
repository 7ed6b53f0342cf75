package dev.onward.model.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

class CardParserTest {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @ParameterizedTest
    @MethodSource("shippedCards")
    void readsShippedCardsAsDatabindDoes(String json) {
        assertThat(parse(json)).contains(databind(json));
        assertThat(parse(json).orElseThrow().toJson()).isEqualTo(databind(json).toJson());
    }

    static Stream<String> shippedCards() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("models"))) {
            files = Stream.concat(all, Stream.of(Path.of("model.onnx")))
                    .filter(file -> file.toString().endsWith(".onnx"))
                    .toList();
        }
        return files.stream().map(CardParserTest::card).flatMap(Optional::stream);
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

    private static Optional<String> card(Path file) {
        try {
            return Guard.read(Files.readAllBytes(file), Optional.empty(), GuardLimits.defaults(), file.toString())
                    .metadata(ModelCard.KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
