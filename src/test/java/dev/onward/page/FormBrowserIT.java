package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The form of a model in a browser, in which JavaScript is switched off. */
@Tag("browser")
class FormBrowserIT {

    /** As many as problems are listed. */
    private static final int FIELDS = 100;

    private static ChromeDriver browser;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open() {
        browser = Chromium.startWithoutScripts();
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void postsWhatWasTypedOrShowsItWithTheProblem() {
        List<String> corpus = TypedNumbers.all();
        assertThat(corpus).hasSizeGreaterThan(300);
        Set<String> taken = new TreeSet<>();
        try (WebApp server = serve(WideModel.write(folder.resolve("wide.onnx"), FIELDS))) {
            for (int start = 0; start < corpus.size(); start += FIELDS) {
                List<String> typed = corpus.subList(start, Math.min(start + FIELDS, corpus.size()));
                browser.get(server.url().toString());
                // A tab leads to the next field.
                field("f0").sendKeys(String.join(Keys.TAB, typed));

                submit();

                assertThat(values(".fields input[type=text]").subList(0, typed.size()))
                        .isEqualTo(typed);
                taken.addAll(typed);
                values(".field:has(.problem) input[type=text]").forEach(taken::remove);
            }
        }
        assertThat(taken)
                .containsExactlyInAnyOrder("12", "-3", "+3", "1.5", ".5", "5.", "1e5", "1E-5", "-0", "007", " 3 ");
    }

    @Test
    void marksOnlyWhatTheServerRefusedAsInvalid() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            assertThat(Accessibility.invalidControls(browser)).isEmpty();
            field("variance").sendKeys("1,5");
            field("skewness").sendKeys("100");
            assertThat(Accessibility.invalidControls(browser)).isEmpty();

            submit();

            assertThat(Accessibility.invalidControls(browser)).containsExactly("Variance", "Kurtosis", "Entropy");
        }
    }

    @Test
    void warnsBesideTheAnswerHowFarAValueIsOutside() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            field("variance").sendKeys("100", Keys.TAB, "8", Keys.TAB, "-2", Keys.TAB, "-0.4");

            submit();

            assertThat(text(".answer .cautions li"))
                    .isEqualTo("Variance: 100 is 93.1752 above the training range of -7.0421 to 6.8248");
        }
    }

    @Test
    void saysThatAnEmptyFormWasAnswered() {
        try (WebApp server = serve(Path.of("src/test/resources/interop/xgboost-binary/model.onnx"))) {
            browser.get(server.url().toString());

            submit();

            assertThat(text(".answer .cautions li")).startsWith("All values were missing.");
        }
    }

    @Test
    void showsTheAnswerAgainAfterGoingBack() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            field("variance").sendKeys("3.6216", Keys.TAB, "8.6661", Keys.TAB, "-2.8073", Keys.TAB, "-0.44699");
            submit();
            browser.findElement(By.linkText("API")).click();
            find(By.linkText("Back to the start page"));

            browser.navigate().back();

            assertThat(text("#answer-title")).isEqualTo("genuine");
            assertThat(values(".fields input[type=text]")).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");
        }
    }

    @Test
    void linksToTheAnswer() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            field("variance").sendKeys("-3.6216", Keys.TAB, "+8.6661", Keys.TAB, "-2.8073", Keys.TAB, "-0.44699");
            submit();
            String answer = text(".answer dl");

            browser.findElement(By.linkText("Link to this answer")).click();
            Chromium.patiently(browser).until(ExpectedConditions.urlContains("&answer"));

            assertThat(text(".answer dl")).isEqualTo(answer);
            assertThat(values(".fields input[type=text]")).containsExactly("-3.6216", "+8.6661", "-2.8073", "-0.44699");
        }
    }

    @Test
    void announcesTheAnswerOrTheProblems() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            assertThat(browser.getTitle()).isEqualTo("Banknote authentication");

            submit();

            assertThat(browser.getTitle()).isEqualTo("Error: 4 problems - Banknote authentication");
            assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Please check your input");
            field("variance").sendKeys("3.6216", Keys.TAB, "8.6661", Keys.TAB, "-2.8073", Keys.TAB, "-0.44699");

            submit();

            assertThat(browser.getTitle()).isEqualTo("Prediction: genuine - Banknote authentication");
            assertThat(browser.switchTo().activeElement().getText()).isEqualTo("genuine");
        }
    }

    @Test
    void leadsFromTheAnswerToWhatIsKnownAboutTheModel() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url() + "?variance=1&skewness=1&curtosis=1&entropy=1&answer");

            find(By.linkText("About this model")).click();

            assertThat(find(By.id("about")).isDisplayed()).isTrue();
            assertThat(text("#about")).contains("Trained on 1,372 rows of UCI Banknote Authentication");
        }
    }

    @Test
    void pastesARowFromASpreadsheet() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            browser.findElement(By.cssSelector(".paste summary")).click();
            paste("3,6216;8,6661;-2,8073;-0,44699");

            assertThat(text("#answer-title")).isEqualTo("genuine");
            assertThat(values(".fields input[type=text]")).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");
            browser.findElement(By.cssSelector(".paste summary")).click();
            paste("1;2");

            assertThat(text("#result .problems li")).isEqualTo("expected 4 cells, got 2");
            assertThat(values("#pasted")).containsExactly("1;2");
        }
    }

    @Test
    void showsTheFirstOfThousandsOfFeaturesAndKeepsTheOthers() {
        try (WebApp server = serve(WideModel.write(folder.resolve("wide.onnx"), 5_000))) {
            browser.get(server.url().toString());
            assertThat(browser.findElements(By.cssSelector(".field"))).hasSize(100);
            paste("1" + ",1".repeat(4_999));

            assertThat(text("#answer-title")).isEqualTo("5000");
            field("f0").clear();
            field("f0").sendKeys("3");
            submit();

            assertThat(text("#answer-title")).isEqualTo("5002");
        }
    }

    private static void paste(String row) {
        WebElement box = find(By.id("pasted"));
        // As the clipboard does: thousands of single keys take too long.
        box.click();
        browser.executeCdpCommand("Input.insertText", Map.of("text", row));
        WebElement button = browser.findElement(By.cssSelector(".paste button"));
        button.click();
        Chromium.patiently(browser).until(ExpectedConditions.stalenessOf(button));
    }

    @Test
    void wrapsLongNames() {
        String name = "a".repeat(200);
        String card = """
                {"title": "%1$s", "description": "%1$s",
                 "values": [{"name": "%1$s", "title": "%1$s", "unit": "%1$s"}],
                 "features": [{"name": "%1$s", "title": "%1$s", "unit": "%1$s", "description": "%1$s"}, {"name": "b"}],
                 "examples": [{"title": "%1$s", "row": {"%1$s": 1, "b": 2}}],
                 "method": "%1$s", "metrics": [{"name": "%1$s", "value": 1}], "notes": ["%1$s"],
                 "data": {"name": "%1$s", "license": "%1$s", "citation": "%1$s"}}
                """.formatted(name);
        try (WebApp server = serve(WideModel.write(folder.resolve(name + ".onnx"), 2, card))) {
            Chromium.becomePhone(browser, 320);
            for (String page :
                    List.of("", "?b=x&answer", "?" + name + "=1&b=2&answer", "models/" + name, "models", "about")) {
                browser.get(server.url().resolve("/" + page).toString());

                assertThat(Chromium.width(browser)).as(page).isEqualTo(320);
            }
        } finally {
            Chromium.becomeDesktop(browser);
        }
    }

    private static void submit() {
        WebElement button = browser.findElement(By.cssSelector(".actions button"));
        button.click();
        Chromium.patiently(browser).until(ExpectedConditions.stalenessOf(button));
        Chromium.patiently(browser)
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".actions button")));
    }

    private static List<String> values(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(input -> String.valueOf(input.getDomProperty("value")))
                .toList();
    }

    private static String text(String selector) {
        return find(By.cssSelector(selector)).getText();
    }

    private static WebElement find(By selector) {
        return Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(selector));
    }

    private static WebElement field(String name) {
        return browser.findElement(By.name(name));
    }

    private static WebApp serve(Path model) {
        return WebApp.serve("--model", model.toString());
    }
}
