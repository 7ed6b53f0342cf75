package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page of models that were not made here: every type of feature, every kind of answer, and no table at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelPageTest {

    private static final String FILLED = "amount=&rooms=3&is+member=true&plan=plus&it%27s+a+%22remark%22=%C3%A4";

    private WebApp mixed;

    @BeforeAll
    void serveMixed(@TempDir Path folder) {
        mixed = serve(MixedModel.write(folder));
    }

    @AfterAll
    void stop() {
        mixed.close();
    }

    @Test
    void asksForEveryTypeOfFeature() {
        Http http = Http.to(mixed);

        Http.Answer empty = http.get("/");
        Http.Answer answered = http.postForm("/", FILLED);

        assertThat(empty.body())
                .contains("<p class=\"lead\" dir=\"auto\">Predicts a number from 5 features.</p>")
                .containsPattern(
                        "<input type=\"text\"[^>]* inputmode=\"decimal\" id=\"field-0\" name=\"amount\" value=\"\""
                                + " aria-describedby=\"hint-0\">")
                .contains("<small class=\"optional\">optional</small>")
                .containsPattern("name=\"rooms\" value=\"\"[^>]* aria-required=\"true\">")
                .containsPattern("<select[^>]* id=\"field-2\" name=\"is member\"[^>]* aria-required=\"true\">\\s+"
                        + "<option dir=\"auto\" value=\"\" selected=\"selected\">choose…</option>\\s+"
                        + "<option dir=\"auto\" value=\"true\">Yes</option>\\s+"
                        + "<option dir=\"auto\" value=\"false\">No</option>\\s+</select>")
                .containsPattern("name=\"plan\"[^>]*>\\s+<option dir=\"auto\" value=\"\""
                        + " selected=\"selected\">choose…</option>\\s+"
                        + "<option dir=\"auto\" value=\"basic\">basic</option>\\s+"
                        + "<option dir=\"auto\" value=\"plus\">plus</option>")
                .containsPattern("<input type=\"text\"[^>]* name=\"it&#39;s a &quot;remark&quot;\" value=\"\"")
                .containsPattern("Trained on\\s+<span dir=\"auto\">Made up</span>, <span dir=\"auto\">CC0</span>\\.")
                .contains("&quot;it&#39;\\&#39;&#39;s a \\&quot;remark\\&quot;&quot;: &quot;…&quot;}&#39;</code>")
                .doesNotContain("href=\"\"");
        assertThat(http.get("/about").body()).contains("contains no golden rows, so its predictions were not verified");
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.body())
                .contains("<p class=\"eyebrow\">Prediction: <bdi>Premium</bdi></p>")
                .contains("124 <small dir=\"auto\">CHF</small></h2>")
                .contains("<option dir=\"auto\" value=\"true\" selected=\"selected\">Yes</option>")
                .contains("<option dir=\"auto\" value=\"plus\" selected=\"selected\">plus</option>")
                .contains("name=\"it&#39;s a &quot;remark&quot;\" value=\"ä\"");
    }

    @Test
    void saysThatAllValuesWereMissing() {
        try (WebApp server = serve(interop("xgboost-binary"))) {
            String page = Http.to(server).postForm("/", "").body();

            assertThat(page).contains("All values were missing.").contains("id=\"answer-title\"");
        }
    }

    @Test
    void namesTheValuesThatAreMissing() {
        assertThat(Http.to(mixed).postForm("/", FILLED).body())
                .contains("<li><span dir=\"auto\">No value for Insured amount; the model treats it"
                        + " as missing</span></li>");
    }

    @Test
    void keepsWhatIsNoChoiceWithTheProblemBesideIt() {
        Http.Answer answer = Http.to(mixed).postForm("/", "rooms=1.5&is+member=maybe&plan=gold");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "<option dir=\"auto\" value=\"gold\" selected=\"selected\">&quot;gold&quot; (unknown)</option>")
                .contains("<strong class=\"problem\" dir=\"auto\">expected one of &quot;basic&quot;, &quot;plus&quot;,"
                        + " got &quot;gold&quot;</strong>")
                .contains("<option dir=\"auto\" value=\"maybe\" selected=\"selected\">&quot;maybe&quot;"
                        + " (unknown)</option>")
                .contains(
                        "<strong class=\"problem\" dir=\"auto\">expected true or false, got &quot;maybe&quot;</strong>")
                .containsPattern("<input type=\"text\"[^>]* name=\"rooms\" value=\"1.5\"")
                .contains(
                        "<strong class=\"problem\" dir=\"auto\">expected a whole number, got &quot;1.5&quot;</strong>")
                .contains("href=\"#field-4\" dir=\"auto\">Remark</a>: <span dir=\"auto\">expected text, got"
                        + " nothing</span>");
    }

    @Test
    void showsScoresThatAreNoProbabilitiesWithoutBars() {
        try (WebApp server = serve(interop("sklearn-svc-decision"))) {
            String page =
                    Http.to(server).postForm("/", "f0=5.1&f1=3.5&f2=1.4&f3=0.2").body();

            assertThat(page)
                    .contains("<p class=\"lead\" dir=\"auto\">Predicts one of 3 classes from 4 features.</p>")
                    .contains("setosa</h2>")
                    .contains("not known to be probabilities")
                    .containsPattern("<tr class=\"chosen\">\\s+<th scope=\"row\">\\s+<span"
                            + " dir=\"auto\">setosa</span>\\s+</th>\\s+"
                            + "<td><data dir=\"auto\" value=\"2\\.235\\d+\">2\\.235\\d\\d</data></td>")
                    .doesNotContain("<meter");
        }
    }

    @Test
    void showsSeveralNumbersAsATable() {
        try (WebApp server = serve(interop("sklearn-multi-output"))) {
            String page = Http.to(server)
                    .postForm("/", "f0=0&f1=0&f2=0&f3=0&f4=0&f5=0&f6=0&f7=0&f8=0&f9=0")
                    .body();

            assertThat(page)
                    .contains("<p class=\"lead\" dir=\"auto\">Predicts 3 numbers from 10 features.</p>")
                    .contains("3 values</h2>")
                    .containsPattern("<th scope=\"row\">\\s+<span dir=\"auto\">variable_2</span>");
        }
    }

    @Test
    void saysWhyAModelHasNoForm() {
        try (WebApp server = serve(interop("pytorch-image"))) {
            Http http = Http.to(server);

            Http.Answer page = http.get("/");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<h2 id=\"no-form-title\">No form for this model</h2>")
                    .contains("8, 8]")
                    .contains("Recognised inputs and outputs")
                    .doesNotContain("class=\"inputs\"", "class=\"upload\"")
                    .doesNotContain("curl");
            assertNothingToAsk(http.get("/predict?x=1"));
            assertNothingToAsk(http.postJson("/predict", "[{}]"));
            assertNothingToAsk(http.postCsv("/predict", "a\n1\n"));
            assertNothingToAsk(http.postForm("/predict", "x=1"));
            assertNothingToAsk(http.postForm("/", "x=1"));
            assertThat(http.postForm("/", "x=1", "Accept", "text/html").body())
                    .contains("<h1>Not Found</h1>")
                    .contains("does not accept tabular data");
            assertThat(http.get("/health/ready").status()).isEqualTo(200);
        }
    }

    private static void assertNothingToAsk(Http.Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asString())
                .startsWith("this model does not accept tabular data: ")
                .contains("8, 8]");
    }

    private static Path interop(String name) {
        return Path.of("src/test/resources/interop", name, "model.onnx");
    }

    private static WebApp serve(Path model) {
        return WebApp.serve("--model", model.toString());
    }
}
