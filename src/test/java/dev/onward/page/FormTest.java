package dev.onward.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormTest {

    @TempDir
    private Path folder = Path.of("");

    private final Http http = Http.shared();

    @Test
    void showsAFieldForEveryFeatureOfTheCard() {
        Http.Answer answer = http.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body())
                .containsPattern("type=\"text\"[^>]* name=\"variance\" value=\"\"")
                .contains(">Training data: -7.0421 to 6.8248, mean 0.4337<")
                .contains("name=\"skewness\" value=\"\"", "name=\"curtosis\" value=\"\"", "name=\"entropy\" value=\"\"")
                .doesNotContain("type=\"number\"");
    }

    @Test
    void sendsPagesInGzipToThoseWhoAcceptIt() throws Exception {
        Http.Answer plain = http.get("/", "Accept-Encoding", "br, gzip;q=0");
        HttpRequest request = HttpRequest.newBuilder(http.url("/"))
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<byte[]> compressed = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("Vary")).contains("Accept-Encoding, Accept-Language, Cookie");
        assertThat(compressed.body().length).isBetween(1_000, plain.body().length() / 2);
        try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(new String(inflated.readAllBytes(), UTF_8)).isEqualTo(plain.body());
        }
    }

    @Test
    void fillsTheFormFromALink() {
        String page = http.get("/").body();
        Matcher example = Pattern.compile("class=\"button quiet\" dir=\"auto\" href=\"(/\\?variance=[^\"]+)\"")
                .matcher(page);

        assertThat(example.find()).isTrue();
        String filled = http.get(example.group(1).replace("&amp;", "&")).body();

        assertThat(filled)
                .contains("<title>Prediction: genuine - Banknote authentication</title>")
                .doesNotContain("value=\"\"");
    }

    @Test
    void answersOnTheSamePageAndKeepsWhatWasTyped() {
        Http.Answer answer = http.postForm("/", "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(">genuine</h2>")
                .containsPattern(
                        "<meter min=\"0\" max=\"1\" value=\"0\\.99\\d+\" aria-label=\"probability of genuine\"")
                .contains("name=\"variance\" value=\"3.6216\"")
                .contains("name=\"entropy\" value=\"-0.44699\"")
                .doesNotContain("class=\"outside\"");
    }

    @Test
    void answersALinkAsItAnswersTheForm() {
        String row = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";

        Http.Answer linked = WholeAnswer.of(() -> http.get("/?" + row + "&answer"));
        Http.Answer posted = WholeAnswer.of(() -> http.postForm("/", row));

        assertThat(linked.status()).isEqualTo(200);
        // What was posted is not part of the address that shows the page in another language.
        assertThat(linked.body())
                .isEqualTo(posted.body()
                        .replace(
                                "name=\"page\" value=\"/\"",
                                "name=\"page\" value=\"/?" + row.replace("&", "&amp;") + "&amp;answer\""))
                .contains("href=\"/?" + row.replace("&", "&amp;") + "&amp;answer\"");
        assertThat(linked.header("Cache-Control")).contains("private, no-cache");
        assertThat(posted.header("Cache-Control")).contains("private, no-cache");
        assertThat(http.get("/?variance=1&answer").status()).isEqualTo(400);
    }

    @Test
    void linksToAnswersOfFeaturesWithTheNamesOfItsOwnFields() {
        Path model = WideModel.write(folder.resolve("odd.onnx"), 4, """
                {"features": [{"name": "answer"}, {"name": "part"}, {"name": "paste"}, {"name": "compare"}],
                 "examples": [{"title": "ones", "row": {"answer": 1, "part": 1, "paste": 1, "compare": 1}}]}""");
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            Http http = Http.to(server);

            String filled = http.get("/?answer=5&part=6&paste=7&compare=8").body();
            String answered =
                    http.get("/?answer=5&part=6&paste=7&compare=8&answer").body();

            assertThat(filled)
                    .contains("name=\"answer\" value=\"5\"", "name=\"part\" value=\"6\"", "class=\"waiting\"")
                    .contains("href=\"/?answer=1&amp;part=1&amp;paste=1&amp;compare=1&amp;answer\"");
            assertThat(answered)
                    .contains("name=\"answer\" value=\"5\"", ">26</h2>", "class=\"site\"")
                    .contains("href=\"/?answer=5&amp;part=6&amp;paste=7&amp;compare=8&amp;answer\"");
        }
    }

    /** After such a character, everything would be shown from right to left, up to the end of its element. */
    @Test
    void showsNamesThatTurnTheTextInElementsOfTheirOwn() {
        Path model = WideModel.write(
                folder.resolve("turned.onnx"), 2, "{\"features\": [{\"name\": \"\\u202egnp\"}, {\"name\": \"x\"}]}");
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            String page = Http.to(server).get("/?%E2%80%AEgnp=5&x=1&answer").body();

            assertThat(page)
                    .contains("<span dir=\"auto\">\u202egnp</span>")
                    .contains("-d &#39;{&quot;\\u202egnp&quot;: 5.0, &quot;x&quot;: 1.0}&#39;")
                    .contains("  &quot;\\u202egnp&quot;: 5.0,");
            assertThat(Http.to(server).get("/about").body())
                    .contains("input &quot;X&quot;")
                    .containsOnlyOnce("\u202e");
        }
    }

    @Test
    void asksForARowBeforeTheFirstFieldsOfAVeryLongForm() {
        Path model = WideModel.write(folder.resolve("wide.onnx"), 101);
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            String page = Http.to(server).get("/").body();

            assertThat(page.indexOf("name=\"pasted\"")).isBetween(0, page.indexOf("name=\"f0\""));
            assertThat(page).containsOnlyOnce("name=\"pasted\"");
            String shorter = http.get("/").body();
            assertThat(shorter.indexOf("name=\"pasted\"")).isGreaterThan(shorter.indexOf("name=\"variance\""));
        }
    }

    @Test
    void sendsAScriptOnlyWhatItReplaces() {
        String row = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";

        String part = WholeAnswer.of(() -> http.postForm("/?part", row)).body();
        String page = WholeAnswer.of(() -> http.postForm("/", row)).body();

        assertThat(part)
                .contains("<title>Prediction: genuine - Banknote authentication</title>")
                .contains(">genuine</h2>", "id=\"field-3\"", "id=\"hint-3\"", "class=\"curve\"", "id=\"code\"")
                .contains("id=\"previous\"", "id=\"brief\"")
                .doesNotContain("id=\"about\"", "class=\"file\"", "class=\"site\"", "class=\"inputs\"", "<script");
        assertThat(page).contains("id=\"about\"", "class=\"file\"", "class=\"site\"", "class=\"inputs\"");
        assertThat(part.length()).isLessThan(page.length() * 3 / 5);
    }

    @Test
    void sendsAScriptAnswersAndProblemsWithoutReferenceData() {
        try (WebApp server = WebApp.serve("--model", "src/test/resources/interop/xgboost-binary/model.onnx")) {
            Http.Answer part = Http.to(server).postForm("/?part", "f0=1");
            Http.Answer problem = Http.to(server).postForm("/?part", "f0=x");

            assertThat(part.status()).isEqualTo(200);
            assertThat(part.body()).contains("id=\"answer-title\"").doesNotContain("<svg");
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.body()).contains("id=\"problems-title\"", "aria-invalid=\"true\"");
        }
    }

    @Test
    void requiresAKeyForTheAnswerToALink() {
        String key = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";
        String row = "/?variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";
        try (WebApp server = WebApp.serve("--api-keys", key)) {
            Http keyed = Http.to(server);

            assertThat(keyed.get(row).status()).isEqualTo(200);
            assertThat(keyed.get(row + "&answer").status()).isEqualTo(401);
            assertThat(keyed.get(row + "&answer", "X-Api-Key", "open sesame").body())
                    .contains("id=\"answer-title\"");
        }
    }

    @Test
    void notesWhatLiesOutsideTheTrainingData() {
        String page = http.postForm("/", "variance=100&skewness=8&curtosis=-2&entropy=-0.4")
                .body();

        assertThat(page)
                .contains("Outside the training data: -7.0421 to 6.8248")
                .contains("<li><bdi>Variance</bdi>: <span dir=\"auto\">100 is 93.1752 above the training range of"
                        + " -7.0421 to"
                        + " 6.8248</span></li>")
                .contains("id=\"answer-title\"")
                .containsOnlyOnce("class=\"outside\"");
    }

    @Test
    void putsProblemsBesideTheirFieldsAndKeepsWhatWasTyped() {
        Http.Answer answer = http.postForm("/", "variance=a%22b%3Cc&skewness=8.6661&curtosis=1e999");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .containsPattern(
                        "type=\"text\"[^>]*name=\"variance\" value=\"a&quot;b&lt;c\"[^>]*aria-invalid=\"true\"")
                .contains("<strong class=\"problem\" dir=\"auto\">expected a number, got"
                        + " &quot;a&quot;b&lt;c&quot;</strong>")
                .contains("name=\"skewness\" value=\"8.6661\"")
                .contains("name=\"curtosis\" value=\"1e999\"")
                .contains("<strong class=\"problem\" dir=\"auto\">expected a number, got nothing</strong>")
                .contains("href=\"#field-3\" dir=\"auto\">Entropy</a>: <span dir=\"auto\">expected a number, got"
                        + " nothing</span>")
                .doesNotContain("id=\"answer-title\"");
    }

    @Test
    void readsNumbersByTheSameGrammarAsEverywhere() {
        Http.Answer arabic = http.get("/?variance=%D9%A1", "Accept", "text/html");
        Http.Answer posted = http.postForm("/", "variance=%D9%A1");
        Http.Answer enormous = http.postForm("/", "variance=" + "9".repeat(1_000_000));

        assertThat(arabic.status()).isEqualTo(200);
        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.body()).contains("expected a number, got &quot;\u0661&quot;");
        // Read by anything that is quadratic, this would take most of a minute.
        assertThat(enormous.status()).isEqualTo(400);
    }

    @Test
    void namesColumnsThatAreMatchedInAnotherCase() {
        Http.Answer answer = http.postCsv("/predict", "Variance,skewness,curtosis,ENTROPY\n1,2,3,4\n1,2,3,x\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Onward-Renamed-Columns")).contains("Variance=variance, ENTROPY=entropy");
        assertThat(answer.header("Onward-Rows")).contains("2");
        assertThat(answer.header("Onward-Bad-Rows")).contains("1");
    }

    @Test
    void leadsFromAnErrorBackToTheModel() {
        String refused = http.postJson("/models/banknote/predict", "{}", "Accept", "text/html")
                .body();
        String unknown = http.get("/models/unknown", "Accept", "text/html").body();

        assertThat(refused).containsPattern("href=\"/models/banknote\"\\s*>Back to the model<");
        assertThat(unknown).containsPattern("href=\"/\">Back to the start page<");
    }

    @Test
    void refusesMoreFieldsThanAnyFormHas() {
        Http.Answer answer = http.postForm("/predict", "a&".repeat(1_000_000));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("detail").asString()).isEqualTo("expected at most 10000 form fields, got more");
    }

    @Test
    void holdsNothingInlineThatItsOwnPolicyForbids() {
        String page = http.postForm("/", "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=99")
                .body();

        assertThat(page)
                .containsOnlyOnce("<script")
                .contains("<script type=\"module\" src=\"/static/form.js\"></script>")
                .doesNotContain("style=")
                .doesNotContain("<style");
        assertThat(page).doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void saysHowTheModelWasReadAndVerified() {
        String page = http.get("/about").body();

        assertThat(page)
                .containsPattern("<li dir=\"auto\">[^<]*variance[^<]*</li>")
                .containsPattern("When it was loaded, the model reproduced the \\d+ golden rows in its file\\.");
    }

    @Test
    void showsLinesToPasteThatAreAnswered() {
        String page = http.get("/").body();
        Matcher row = Pattern.compile("<code>curl http://\\S+/predict [^<]+ -d &#39;(\\{[^<]+\\})&#39;</code>")
                .matcher(page);

        assertThat(row.find()).isTrue();
        Http.Answer answer = http.postJson("/predict", row.group(1).replace("&quot;", "\""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("title").asString()).isEqualTo("genuine");
    }

    @Test
    void servesItsStyleSheetAndSparesItIfItIsKnown() {
        Http.Answer first = http.get("/static/onward.css");
        Http.Answer again = http.get(
                "/static/onward.css", "If-None-Match", first.header("ETag").orElseThrow());

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.contentType()).isEqualTo("text/css;charset=utf-8");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }
}
