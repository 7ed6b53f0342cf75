package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    private static final String ROW = "variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5";

    private final Http http = Http.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | de",
                "de-AT, en;q=0.5 | de",
                "fr-CA;q=0.8, es;q=0.9 | es",
                "zh, fr;q=0.1 | fr",
                "zh | en",
                "* | en",
                "de;q=0, fr | fr",
                "en-GB, de | en",
                "\u00a7;;q=x | en",
                "'' | en"
            })
    void speaksTheLanguageThatTheBrowserPrefers(String header, String expected) {
        Http.Answer answer = http.get("/", "Accept-Language", header);

        assertThat(answer.body()).contains("<html lang=\"" + expected + "\">");
        assertThat(answer.header("Vary")).contains("Accept-Encoding, Accept-Language, Cookie");
    }

    @ParameterizedTest
    @CsvSource({"de, Vorhersagen", "en, Predict", "es, Predecir", "fr, Prédire"})
    void translatesEveryPage(String language, String button) {
        String form = in(language, "/?" + ROW + "&answer");

        assertThat(form).contains("<button type=\"submit\">" + button + "</button>", "id=\"answer-title\"");
        for (String path : new String[] {"/about", "/models", "/nowhere", "/file"}) {
            assertThat(in(language, path))
                    .as(path)
                    .doesNotContain("??", "{0}</")
                    .hasSizeGreaterThan(500);
        }
        assertThat(in(language, "/about")).contains("<html lang=\"" + language + "\">");
        assertThat(in(language, "/nowhere")).contains("<html lang=\"" + language + "\">");
    }

    @Test
    void remembersWhatIsChosenInACookieAndReturnsToThePage() {
        Http.Answer chosen = http.postForm("/language", "language=fr&page=%2F%3Fvariance%3D1%26a%3D%2500");

        assertThat(chosen.status()).isEqualTo(303);
        assertThat(chosen.header("Location")).contains("/?variance=1&a=%00");
        assertThat(chosen.header("Set-Cookie"))
                .contains("onward-language=fr; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        assertThat(http.get("/", "Cookie", "a=b; onward-language=fr", "Accept-Language", "de")
                        .body())
                .contains("<html lang=\"fr\">", "value=\"fr\" lang=\"fr\" aria-current=\"true\"");
        assertThat(http.get("/", "Cookie", "onward-language=xx", "Accept-Language", "de")
                        .body())
                .contains("<html lang=\"de\">");
    }

    @Test
    void refusesALanguageThatDoesNotExist() {
        Http.Answer answer = http.postForm("/language", "language=it&page=/");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.json().get("detail").asString()).isEqualTo("language: expected one of de, en, es and fr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//example.org/",
                "https://example.org/",
                "",
                "/%5C",
                "/%5Cexample.org",
                "/%0d%0aSet-Cookie:x",
                "/%C3%A9"
            })
    void leadsNowhereElse(String page) {
        Http.Answer answer = http.postForm("/language", "language=en&page=" + page);

        assertThat(answer.header("Location")).contains("/");
    }

    @Test
    void doesNotPutTheLanguageOrWhatWasPostedIntoAddresses() {
        String page = in("de", "/?" + ROW + "&answer");
        String posted = http.postForm("/", ROW, "Accept-Language", "de").body();

        assertThat(page)
                .contains("name=\"page\" value=\"/?" + ROW.replace("&", "&amp;") + "&amp;answer\"")
                .doesNotContain("?language", "lang=de&");
        assertThat(posted).contains("name=\"page\" value=\"/\"");
    }

    @Test
    void leavesTheTextsOfTheCardAndOfTheApiAsTheyAre() {
        String page = in("de", "/?" + ROW + "&answer");
        Http.Answer problem = http.postJson("/predict", "{}", "Accept-Language", "de");

        assertThat(page)
                .contains("<h1 dir=\"auto\">Banknote authentication</h1>", " autofocus>genuine</h2>")
                .contains("mit einer Wahrscheinlichkeit von 68\u00a0%");
        assertThat(problem.body()).contains("expected a number, got nothing");
        assertThat(problem.header("Vary").filter(header -> header.contains("Language")))
                .isEqualTo(Optional.empty());
    }

    @Test
    void translatesSentencesThatItKnowsAndMarksTheOthersAsEnglish() {
        String page = http.postForm("/", "variance=x&skewness=&curtosis=1&entropy=2&other=1", "Accept-Language", "de")
                .body();
        String outside = in("de", "/?variance=100&skewness=8&curtosis=-2&entropy=-0.4&answer");
        String about = in("de", "/about");

        assertThat(page)
                .contains(">eine Zahl erwartet, &quot;x&quot; erhalten<", ">eine Zahl erwartet, nichts erhalten<")
                .contains(">unbekanntes Merkmal &quot;other&quot;<");
        assertThat(outside)
                .contains("<bdi>Variance</bdi>: <span dir=\"auto\">100 liegt um 93.1752 über dem Trainingsbereich von"
                        + " -7.0421 bis 6.8248</span>");
        assertThat(about).containsPattern("<li lang=\"en\" dir=\"auto\">[^<]*input");
        assertThat(in("en", "/about")).doesNotContain("<li lang=");
    }

    @Test
    void translatesSentencesAboutCategoriesAndWholeNumbers() {
        try (WebApp server = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            String page = Http.to(server)
                    .postForm("/", "gre_score=x&research=perhaps", "Accept-Language", "es")
                    .body();

            assertThat(page)
                    .contains("se recibió &quot;x&quot;", "se esperaba uno de &quot;")
                    .doesNotContain(">expected ");
        }
    }

    @Test
    void countsWhatIsNotListed(@TempDir Path folder) {
        Path model = WideModel.write(folder.resolve("wide.onnx"), 120);
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            Http wide = Http.to(server);

            Http.Answer form = wide.get("/", "Accept-Language", "de");
            Http.Answer file = wide.send(
                    "POST",
                    "/",
                    BodyPublishers.ofString(
                            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                                    + "f0\n1\n\r\n--x--\r\n"),
                    "Content-Type",
                    "multipart/form-data; boundary=x",
                    "Accept",
                    "text/html,text/csv",
                    "Accept-Language",
                    "de");

            assertThat(form.body()).contains("Das Modell hat 20 weitere Merkmale.", " und 100 weitere Merkmale");
            assertThat(file.status()).isEqualTo(400);
            assertThat(file.body())
                    .contains("<title>Fehler: Die Datei kann nicht ausgewertet werden - wide</title>")
                    .containsPattern("<li dir=\"auto\" lang=\"en\">line 1, f1: expected a column")
                    .contains("<li>und 109 weitere</li>");
        }
    }

    private String in(String language, String path) {
        return http.get(path, "Accept", "text/html", "Accept-Language", language)
                .body();
    }
}
