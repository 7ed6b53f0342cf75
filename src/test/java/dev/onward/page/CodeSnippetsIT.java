package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs on the page, run by bash, python3 with requests, node and java as they are. */
@Tag("slow")
class CodeSnippetsIT {

    private static final String ROW = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";
    private static final String V2 = "Open Inference Protocol (V2)";
    private static final List<String> ALL = List.of("curl", "Python", "JavaScript", "Java", V2);
    private static final String KEY = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void giveTheAnswerOnThePage() throws Exception {
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            String page = Http.to(server).postForm("/", ROW).body();

            String answer = Http.to(server).get("/predict?" + ROW).body();
            Matcher shown = Pattern.compile("<meter [^>]*value=\"([^\"]+)\"").matcher(page);
            assertThat(shown.find()).isTrue();
            // The page has the number as a double, and programs its digits as a float.
            assertThat((float) Double.parseDouble(shown.group(1))).isEqualTo(Float.parseFloat(probability(answer)));
            assertThat(run("curl", page)).contains("\"0\":" + probability(answer));
            assertThat(run("Python", page)).contains("'label': '0'", "{'0': " + probability(answer));
            assertThat(run("JavaScript", page)).contains("label: '0'", "'0': " + probability(answer));
            assertThat(run("Java", page)).isEqualToIgnoringNewLines(answer);
            assertThat(run(V2, page)).contains("\"data\":[" + probability(answer));
        }
    }

    @Test
    void sendEveryTypeOfValue() throws Exception {
        try (WebApp server = WebApp.serve("--model", MixedModel.write(folder).toString())) {
            String page = Http.to(server)
                    .postForm("/", "rooms=3&is+member=true&plan=plus&it%27s+a+%22remark%22=%C3%A4%5C%22%27%25%24x")
                    .body();

            for (String language : ALL) {
                assertThat(run(language, page)).as(language).contains("124");
            }
        }
    }

    @Test
    void haveAPlaceForTheKey() throws Exception {
        try (WebApp server = WebApp.serve("--model", "model.onnx", "--api-keys", KEY)) {
            String page = Http.to(server).get("/").body().replace("KEY", "open sesame");

            assertThat(page).contains("Predictions require an API key.");
            for (String language : ALL) {
                assertThat(run(language, page)).as(language).contains(language.equals(V2) ? "\"outputs\"" : "label");
            }
        }
    }

    private static String probability(String answer) {
        Matcher probability = Pattern.compile("\"0\":([0-9.E-]+)").matcher(answer);
        assertThat(probability.find()).isTrue();
        return probability.group(1);
    }

    /** Runs the program of a language, and returns its output. */
    private String run(String language, String page) throws IOException, InterruptedException {
        Matcher snippet = Pattern.compile(
                        ">" + Pattern.quote(language) + "</h3>\\s*<pre tabindex=\"0\"><code>([^<]*)</code>")
                .matcher(page);
        assertThat(snippet.find()).as(language).isTrue();
        String code = snippet.group(1)
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
        return switch (language) {
            case "curl", V2 -> output(code, "request.sh", "bash");
            case "Python" -> output(code, "request.py", "python3");
            case "JavaScript" -> output(code, "request.mjs", "node");
            default ->
                output(
                        code,
                        "Predict.java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        };
    }

    private String output(String code, String name, String program) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(name), code);
        Path output = folder.resolve(name + ".txt");
        Process process = new ProcessBuilder(program, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exitCode).as(text).isZero();
        return text;
    }
}
