package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Chromium.Colours;
import dev.onward.LoanModel;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The pages, examined by axe-core in every colour scheme and width. */
@Tag("browser")
class AxeBrowserIT {

    private static final String KEY = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    private static ChromeDriver browser;
    private static String axe;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open() throws IOException {
        axe = script();
        browser = Chromium.start(new ChromeOptions());
    }

    private static String script() throws IOException {
        try (InputStream in = AxeBrowserIT.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("expected the resource axe.min.js");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void findsNothingInAnswersWithReasons() {
        examine(
                Path.of("model.onnx"),
                "",
                "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer",
                "?variance=100&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer"
                        + "&compare=%7B%22variance%22:1,%22skewness%22:-2,%22curtosis%22:1.5,%22entropy%22:1%7D",
                "?variance=x&answer");
    }

    @Test
    void findsNothingInAnswersWithAValue() {
        examine(
                Path.of("docs/examples/admission.onnx"),
                "?gre_score=300&toefl_score=100&university_rating=4&sop=3&lor=4&cgpa=8.90&research=Yes&answer");
    }

    @Test
    void findsNothingInAnswersWithoutABackground() {
        examine(LoanModel.write(folder.resolve("loan.onnx")), "?age=30&income=19&city=Bern&answer");
    }

    @Test
    void findsNothingInTheGalleryAndInPagesAboutModels() throws IOException {
        for (String version : List.of("1", "2")) {
            Path target = Files.createDirectories(folder.resolve("banknote").resolve(version));
            Files.copy(Path.of("model.onnx"), target.resolve("model.onnx"));
        }
        Files.copy(Path.of("docs/examples/admission.onnx"), folder.resolve("admission.onnx"));
        Files.copy(Path.of("src/test/resources/interop/pytorch-image/model.onnx"), folder.resolve("image.onnx"));
        WideModel.write(folder.resolve("wide.onnx"), 100);
        Files.writeString(folder.resolve("broken.onnx"), "no model");
        try (WebApp server = WebApp.serve("--models", folder.toString())) {
            examine(
                    server,
                    "models",
                    "models?q=nothing",
                    "models/banknote/about",
                    "models/admission/about",
                    "models/image",
                    "models/image/about",
                    "models/wide",
                    "models/wide/about",
                    "models/broken");
        }
    }

    @Test
    void findsNothingInWhatAFileGives() throws IOException {
        Path refused = Files.writeString(folder.resolve("refused.csv"), "a,b\n1,2\n");
        Path file = Files.writeString(
                folder.resolve("rows.csv"), Files.readString(Path.of("data/banknote.csv")) + "x,1,2,3,0\n");
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            browser.get(server.url().toString());
            score(refused);
            find("#file-problems-title");
            examinePage("a file that was refused");
            score(file);
            Chromium.patiently(browser)
                    .until(ExpectedConditions.textToBe(
                            By.cssSelector(".file .summary"),
                            "1,373 rows, 1,372 predicted, 1 with a problem: see the column error."));
            openWhatIsClosed();
            examinePage("a file that was scored");
        }
    }

    private static void score(Path file) {
        browser.findElement(By.name("file")).sendKeys(file.toAbsolutePath().toString());
        browser.findElement(By.cssSelector(".upload button")).click();
    }

    private static void openWhatIsClosed() {
        browser.executeScript("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    }

    private static void examine(Path model, String... pages) {
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            examine(server, pages);
        }
    }

    private static void examine(WebApp server, String... pages) {
        for (String page : pages) {
            browser.get(server.url() + page);
            openWhatIsClosed();
            examinePage(page);
        }
    }

    @Test
    void findsNothingInTheDocumentationOfTheApi() {
        try (WebApp server = WebApp.serve()) {
            browser.get(server.url() + "docs");
            click("#operations-Default_model-query .opblock-summary-control");
            click("#operations-Default_model-predict .opblock-summary-control");
            examinePage("/docs with operations");
            click("#operations-Default_model-predict .try-out__btn");
            click(".execute");
            find(".live-responses-table .response-col_status");
            click(".models-control");
            click(".json-schema-2020-12-accordion");
            examinePage("/docs with a response and a schema");
        }
        try (WebApp server = WebApp.serve("--api-keys", KEY)) {
            browser.get(server.url() + "docs");
            click(".auth-wrapper .authorize");
            find("#auth-bearer-value");
            examinePage("/docs with the dialog for keys");
        }
    }

    private static void click(String selector) {
        WebElement element = find(selector);
        browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        // Swagger UI may draw it anew.
        Chromium.patiently(browser).until(page -> {
            page.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    private static WebElement find(String selector) {
        return Chromium.patiently(browser)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    /** Examines the page as it is, in every colour scheme and width. */
    private static void examinePage(String page) {
        browser.executeScript(axe);
        try {
            for (Colours colours : Colours.values()) {
                Chromium.setColours(browser, colours);
                for (int width : new int[] {1200, 360, 320}) {
                    Chromium.becomePhone(browser, width);

                    assertThat(violations())
                            .as("%s, %s, %d px", page, colours, width)
                            .isEmpty();
                }
            }
        } finally {
            Chromium.becomeDesktop(browser);
            Chromium.setColours(browser, Colours.LIGHT);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations() {
        return (List<String>) Objects.requireNonNull(browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(
                  (results) => done(results.violations.flatMap((violation) =>
                    violation.nodes.map((node) => violation.id + ": " + node.html + " " + node.failureSummary))),
                  (problem) => done([String(problem)]));
                """));
    }
}
