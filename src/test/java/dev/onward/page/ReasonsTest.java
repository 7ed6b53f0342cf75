package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.LoanModel;
import dev.onward.WebApp;
import dev.onward.app.PermitServer;
import dev.onward.compute.ExplanationLane;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons for an answer on its page. */
class ReasonsTest {

    /** A note between the two classes, of docs/explanations.md. */
    private static final String DOUBTFUL = "variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5";

    private final Http http = Http.shared();

    @Test
    void tellsWhatContributesMostComparedWithTheTrainingData() {
        String page = answered(http, DOUBTFUL);

        assertThat(page)
                .contains(
                        "Compared with the training data, Skewness -2 contributes most: it lowers the score of genuine.")
                .contains("Contributions, from the average of the training data to this row Average 2.14"
                        + " Skewness -2 \u22128.65 Kurtosis 1.5 +4.11"
                        + " Variance 0.5 +3.65 Entropy -0.5 \u22120.487 This row 0.763")
                .contains("the average of 1,372 rows of the training data")
                .contains("The numbers are log-odds of genuine;")
                .contains("Method: exact, linear.");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Skewness -2 contributes most: it lowers the score of genuine.'",
        "de, 'Skewness -2 am meisten bei: Dieser Wert senkt den Score von genuine.'",
        "es, 'Skewness -2 es lo que más contribuye: reduce la puntuación de genuine.'",
        "fr, 'Skewness -2 contribue le plus : cette valeur diminue le score de genuine.'"
    })
    void tellsInEveryLanguageThatAFeatureLowersTheScore(String language, String sentence) {
        Http.Answer answer = WholeAnswer.of(() -> http.get("/?" + DOUBTFUL + "&answer", "Accept-Language", language));

        assertThat(text(answer.body())).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Variance 4 contributes most: it raises the score of genuine.'",
        "de, 'Variance 4 am meisten bei: Dieser Wert erhöht den Score von genuine.'",
        "es, 'Variance 4 es lo que más contribuye: aumenta la puntuación de genuine.'",
        "fr, 'Variance 4 contribue le plus : cette valeur augmente le score de genuine.'"
    })
    void tellsInEveryLanguageThatAFeatureRaisesTheScore(String language, String sentence) {
        String row = "variance=4&skewness=2&curtosis=1.5&entropy=-0.5";

        Http.Answer answer = WholeAnswer.of(() -> http.get("/?" + row + "&answer", "Accept-Language", language));

        assertThat(text(answer.body())).contains(sentence);
    }

    @Test
    void leadsToTheNearestSingleChangeOfTheAnswer() {
        String page = WholeAnswer.of(() -> http.postForm("/", DOUBTFUL)).body();
        Matcher link = Pattern.compile("The answer changes at <b><a href=\"([^\"]+)\">")
                .matcher(page);

        assertThat(link.find()).isTrue();
        assertThat(text(page)).contains("The answer changes at Skewness -2.5 instead of -2: it is then forged.");
        String changed = http.get(link.group(1).replace("&amp;", "&")).body();
        assertThat(changed).contains("name=\"skewness\" value=\"-2.5\"").contains(">forged</h2>");
    }

    @Test
    void neverChangesAFixedFeature(@TempDir Path folder) {
        try (WebApp server = WebApp.serve(
                "--model", LoanModel.write(folder.resolve("loan.onnx")).toString())) {
            Http loans = Http.to(server);

            String income = answered(loans, "age=30&income=19&city=Bern");
            String age = answered(loans, "age=98&income=0&city=Bern");

            assertThat(income).contains("The answer changes at income 20.1 instead of 19: it is then approved.");
            assertThat(age).contains("No single change within the training data changes the answer.");
        }
    }

    @Test
    void showsHowMuchCertaintyWasMeasuredBesideTheAnswer() {
        String page = answered(http, DOUBTFUL);

        assertThat(page)
                .containsPattern("with a probability of 68\u00a0%; \\d+ of \\d+ similar predictions were right");
    }

    @Test
    void explainsAValueInItsUnitAndWithoutAChangeOfTheAnswer() {
        try (WebApp server = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            String row = "gre_score=300&toefl_score=100&university_rating=4&sop=3&lor=4&cgpa=8.90&research=Yes";

            String page = answered(Http.to(server), row);

            assertThat(page)
                    .contains("Compared with the training data, Grade point average 8.9 contributes most: it raises"
                            + " Chance of admission.")
                    .contains("The numbers are in the unit of ")
                    .containsPattern("9 of 10 true values were between 0\\.607\\d* and 0\\.814\\d* in cross-validation")
                    .doesNotContain("The answer changes at", "No single change");
        }
    }

    @Test
    void saysWhatIsMissingForReasons() {
        try (WebApp server = WebApp.serve("--model", "src/test/resources/interop/xgboost-binary/model.onnx")) {
            String page = answered(Http.to(server), "f0=1");

            assertThat(page)
                    .contains("There are no reasons for this answer: the model's card has no reference data for"
                            + " explanations. Add it: onward annotate model.onnx --data train.csv --out explained.onnx")
                    .doesNotContain("The answer changes at", "Contributions");
        }
    }

    @Test
    void answersWithoutReasonsWhileTheServerIsBusyWithOthers(@TempDir Path folder) throws IOException {
        try (PermitServer server = PermitServer.serve(folder, "--explanation-concurrency", "1")) {
            Http busy = Http.to(server.url());
            ExplanationLane.Place place = server.explain();

            Http.Answer without = busy.postForm("/", DOUBTFUL);
            place.close();
            String with = answered(busy, DOUBTFUL);

            assertThat(without.status()).isEqualTo(200);
            assertThat(text(without.body()))
                    .contains("with a probability of 68\u00a0%")
                    .contains("Some reasons would have delayed this answer and were left out. Ask again to see them.")
                    .doesNotContain("Contributions");
            assertThat(with).contains("Contributions").doesNotContain("were left out");
            assertThat(busy.get("/metrics").body())
                    .contains("onward_explanations_rejected_total 0.0", "onward_predictions_rejected_total 0.0");
        }
    }

    @Test
    void explainsTheDifferenceToThePreviousAnswer() {
        String first = http.postForm("/", DOUBTFUL).body();
        Matcher row = Pattern.compile("id=\"previous\" name=\"compare\" value=\"([^\"]+)\"")
                .matcher(first);
        assertThat(row.find()).isTrue();
        String previous = row.group(1).replace("&quot;", "\"");

        String one = answered(http, "variance=1&skewness=-2.0&curtosis=1.5&entropy=-0.5" + compare(previous));
        String two = answered(http, "variance=1&skewness=-2.0&curtosis=2&entropy=-0.5" + compare(previous));
        String same = answered(http, DOUBTFUL + compare(previous));

        assertThat(one)
                .contains("68\u00a0% \u2192 96\u00a0% for genuine since the previous answer: Variance (0.5 \u2192 1)");
        assertThat(two)
                .contains("68\u00a0% \u2192 99.3\u00a0% for genuine since the previous answer:"
                        + " Variance (0.5 \u2192 1) and Kurtosis (1.5 \u2192 2)");
        assertThat(same).doesNotContain("since the previous answer");
        assertThat(text(first)).doesNotContain("since the previous answer");
    }

    @Test
    void explainsADifferenceWithoutABackground() {
        try (WebApp server = WebApp.serve("--model", "src/test/resources/interop/xgboost-binary/model.onnx")) {
            String page = answered(
                    Http.to(server),
                    "f2=-1&f3=-1&f4=-1&f5=-1" + compare("{\"f2\": 1, \"f3\": 1, \"f4\": 1, \"f5\": 1}"));

            assertThat(page)
                    .containsPattern("71\u00a0% \u2192 87\u00a0% for 1 since the previous answer: (mostly )?f\\d"
                            + " \\(1 \u2192 -1\\)");
        }
    }

    @Test
    void ignoresAPreviousRowThatDoesNotFit() {
        for (String previous : new String[] {"[", "{\"other\": 1}", "[]", "{\"variance\": \"x\"}"}) {
            Http.Answer answer = http.postForm("/", DOUBTFUL + compare(previous));

            assertThat(answer.status()).as(previous).isEqualTo(200);
            assertThat(answer.body()).as(previous).doesNotContain("since the previous answer");
        }
    }

    @Test
    void keepsThePreviousRowWhileProblemsAreMended() {
        String page =
                http.postForm("/", "variance=x" + compare("{\"variance\": 1}")).body();

        assertThat(page).contains("id=\"previous\" name=\"compare\" value=\"{&quot;variance&quot;: 1}\"");
    }

    @Test
    void saysNothingOfCausesAndGivesNoAdvice() {
        String page =
                answered(http, DOUBTFUL + compare("{\"variance\":1,\"skewness\":1,\"curtosis\":1,\"entropy\":1}"));
        String reasons = page.substring(page.indexOf("since the previous"), page.indexOf("How this is computed"));

        assertThat(reasons)
                .doesNotContainIgnoringCase("cause")
                .doesNotContainIgnoringCase("leads to")
                .doesNotContainIgnoringCase("due to")
                .doesNotContainIgnoringCase("should")
                .doesNotContainIgnoringCase("advice");
    }

    /** The text of the page that answers a form, with all reasons. */
    private static String answered(Http http, String form) {
        return text(WholeAnswer.of(() -> http.postForm("/", form)).body());
    }

    private static String compare(String row) {
        return "&compare=" + URLEncoder.encode(row, StandardCharsets.UTF_8);
    }

    /** The text of the answer on a page, as it is read. */
    private static String text(String page) {
        return page.substring(page.indexOf("<section class=\"answer\""), page.indexOf("<p class=\"spoken\""))
                .replaceAll("<(td|tr|th|p|caption|section)\\b[^>]*>", " ")
                .replaceAll("<[^>]+>", "")
                .replace("&#39;", "'")
                .replaceAll("[ \\n]+", " ");
    }
}
