package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.WebApp;
import dev.onward.annotate.Annotation;
import dev.onward.annotate.Annotation.Request;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Explanations, warnings and uncertainty of /predict, in every format. */
class ExplanationRoutesTest {

    private static final String FORGED = "-1.3971,3.3191,-1.3927,-1.9948";
    private static final String HEADER = "variance,skewness,curtosis,entropy";
    private static final String QUERY = "variance=-1.3971&skewness=3.3191&curtosis=-1.3927&entropy=-1.9948";

    @TempDir
    private static Path folder = Path.of("");

    private static Optional<WebApp> server = Optional.empty();

    /** Serves the bank notes with reference data, and two models that are built for the test. */
    @BeforeAll
    static void start() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path data = folder.resolve("notes.csv");
        Files.writeString(data, notes());
        Request request = Request.of(Path.of("model.onnx"), models.resolve("notes.onnx"))
                .withData(Optional.of(data))
                .withTarget(Optional.of("class"))
                .withGroups(Map.of("genuine", "label=0"));
        Annotation.run(request, new PrintWriter(Writer.nullWriter()));
        Files.copy(Path.of("model.onnx"), models.resolve("plain.onnx"));
        server = Optional.of(WebApp.serve("--models", models.toString(), "--explanation-row-limit", "3"));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(WebApp::close);
    }

    private static String notes() {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder(HEADER + ",class\n");
        for (int i = 0; i < 400; i++) {
            rows.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%.4f,%.4f,%s%n",
                    random.nextGaussian() * 2.8 + 0.4,
                    random.nextGaussian() * 5.8 + 1.9,
                    random.nextGaussian() * 4.3 + 1.4,
                    random.nextGaussian() * 2.1 - 1.2,
                    random.nextBoolean() ? "0" : "1"));
        }
        return rows.toString();
    }

    private static Http http() {
        return Http.to(server.orElseThrow());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void explainsARow() {
        Answer answer = http().postJson("/models/notes/predict?explain=true", BankNotes.FORGED);
        System.out.println(answer.body());
        System.out.println(http().postCsv("/models/notes/predict?explain=true&reasons=3&warnings&uncertainty", HEADER + "\n" + FORGED + "\n100,1,1,1\n").body());
    }
}
