package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a card says of another tool's model is what people and programs then see of it. */
class AnnotatedServingTest {

    private static final Path CASES = Path.of("src/test/resources/interop");
    private static final String FLOWERS = """
            sepal_length,sepal_width,petal_length,petal_width,species
            5.1,3.5,1.4,0.2,setosa
            5.8,2.7,4.1,1.0,versicolor
            7.7,3.0,6.1,2.3,virginica
            """;

    @TempDir
    private Path folder = Path.of("");

    /** Three numbers without a word, and afterwards three kinds of iris. */
    @Test
    void turnsLogitsIntoNamedClasses() throws IOException {
        String card = """
                {"title": "Iris, by petals", "task": "classification",
                 "labels": [{"name": "setosa"}, {"name": "versicolor"}, {"name": "virginica", "title": "Virginia iris"}]}
                """;

        Path out = annotate("pytorch-logits", card, FLOWERS, "species");

        try (WebApp server = WebApp.serve("--model", out.toString())) {
            Http http = Http.to(server);
            assertThat(http.get("/predict?sepal_length=7.7&sepal_width=3&petal_length=6.1&petal_width=2.3")
                            .body())
                    .contains("\"label\":\"virginica\",\"title\":\"Virginia iris\",\"scores\":{\"setosa\":");
            assertThat(http.get("/").body())
                    .contains("<h1 dir=\"auto\">Iris, by petals</h1>", "name=\"sepal_length\"", "Virginia iris");
        }
    }

    @Test
    void titlesWhatAGraphNames() throws IOException {
        String card = """
                {"labels": [{"name": "leaves", "title": "Will leave"}, {"name": "stays", "title": "Will stay"}],
                 "features": [{"name": "age", "title": "Age", "unit": "years"},
                              {"name": "home", "input": "city", "title": "Home town"}]}
                """;
        String csv = "age,income,home,plan\n86,3010.66,Lima,plus\n34,,Oslo,basic\n";

        Path out = annotate("sklearn-mixed-missing", card, csv, "");

        try (WebApp server = WebApp.serve("--model", out.toString())) {
            Http http = Http.to(server);
            assertThat(http.get("/predict?age=86&income=3010.66&home=Lima&plan=plus")
                            .body())
                    .contains("\"label\":\"leaves\",\"title\":\"Will leave\",\"probabilities\":{\"leaves\":");
            assertThat(http.get("/").body()).contains("Home town", "years", "name=\"home\"");
        }
    }

    private Path annotate(String model, String card, String csv, String target) throws IOException {
        Path out = folder.resolve("out.onnx");
        String[] command = {
            "annotate",
            CASES.resolve(model).resolve("model.onnx").toString(),
            "--card",
            Files.writeString(folder.resolve("card.json"), card).toString(),
            "--data",
            Files.writeString(folder.resolve("data.csv"), csv).toString(),
            "--out",
            out.toString()
        };
        if (!target.isEmpty()) {
            command = Arrays.copyOf(command, command.length + 2);
            command[command.length - 2] = "--target";
            command[command.length - 1] = target;
        }
        Ended ended = Commands.run(command);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        return out;
    }
}
