package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The form of a model in a browser with JavaScript, in which the page is not left for an answer. */
@Tag("browser")
class ScriptBrowserIT {

    @TempDir
    private static Path downloads = Path.of("");

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        browser = Chromium.start(options);
        server = WebApp.serve("--model", "model.onnx");
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @BeforeEach
    void openThePage() {
        // To open the same address again is to reload it, which keeps what was typed.
        browser.get("about:blank");
        browser.get(server.url().toString());
        browser.executeScript("window.isSamePage = true");
        browser.manage().logs().get("browser");
    }

    /** The console tells what the content security policy forbade. A refusal, 400, is in it as well. */
    @AfterEach
    void checkThatNothingWasBlocked() {
        assertThat(browser.manage().logs().get("browser").getAll())
                .filteredOn(entry -> !entry.getMessage().contains("400 (Bad Request)"))
                .isEmpty();
    }

    @Test
    void answersInPlace() {
        type("3.6216", "8.6661", "-2.8073", "-0.44699");

        predict();

        await("#answer-title", "genuine");
        assertThat(isSamePage()).isTrue();
        assertThat(browser.getTitle()).isEqualTo("Prediction: genuine - Banknote authentication");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("genuine");
        assertThat(browser.getCurrentUrl()).isEqualTo(server.url().toString());
    }

    @Test
    void showsProblemsInPlaceAndKeepsWhatWasTyped() {
        type("1,5", "100", "", "");

        predict();

        await("#problems-title", "Please check your input");
        assertThat(isSamePage()).isTrue();
        assertThat(browser.getTitle()).startsWith("Error: 3 problems");
        assertThat(values()).containsExactly("1,5", "100", "", "");
        assertThat(browser.findElement(By.cssSelector("#hint-0 .problem")).getText())
                .isEqualTo("expected a number, got \"1,5\"; write a decimal point, and nothing between thousands");
        assertThat(Accessibility.invalidControls(browser)).hasSize(3);
        browser.findElement(By.name("variance")).clear();
        type("1.5", "", "2", "3");

        predict();

        await("#answer-title", "genuine");
        assertThat(Accessibility.invalidControls(browser)).isEmpty();
    }

    @Test
    void keepsWhatWasTypedWhenThePageIsLoadedAgain() {
        type("1,5", "100", "", "");

        browser.findElement(By.name("variance")).sendKeys(Keys.TAB);
        browser.navigate().refresh();

        Chromium.patiently(browser)
                .until(ExpectedConditions.domPropertyToBe(browser.findElement(By.name("variance")), "value", "1,5"));
        assertThat(values()).containsExactly("1,5", "100", "", "");
    }

    @Test
    void answersInPlaceWhereFeaturesAreNamedLikePropertiesOfTheForm(@TempDir Path folder) {
        List<String> names = List.of(
                "addEventListener", "getAttribute", "setAttribute", "removeAttribute", "submit", "matches", "action");
        String features = names.stream()
                .map(name -> "{\"name\": \"" + name + "\"}")
                .collect(Collectors.joining(", ", "{\"features\": [", "]}"));
        Path model = WideModel.write(folder.resolve("clobbered.onnx"), names.size(), features);
        try (WebApp clobbered = WebApp.serve("--model", model.toString())) {
            browser.get(clobbered.url().toString());
            browser.executeScript("window.isSamePage = true");
            names.forEach(name -> browser.findElement(By.name(name)).sendKeys("2"));

            predict();

            await("#answer-title", "14");
            assertThat(isSamePage()).isTrue();
        }
    }

    @Test
    void goesBackToTheValuesBeforeAndTheirAnswer() {
        type("3.6216", "8.6661", "-2.8073", "-0.44699");
        predict();
        await("#answer-title", "genuine");
        browser.findElement(By.name("variance")).clear();
        type("-10", "", "", "");
        predict();
        await("#answer-title", "forged");

        browser.navigate().back();

        await("#answer-title", "genuine");
        assertThat(values()).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");

        browser.navigate().back();

        await(".waiting p:last-child", "The answer appears here.");
        assertThat(values()).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");
        assertThat(isSamePage()).isTrue();
    }

    @Test
    void showsTheAnswerAgainAfterAReloadAndAfterLeaving() {
        type("3.6216", "8.6661", "-2.8073", "-0.44699");
        predict();
        await("#answer-title", "genuine");

        browser.navigate().refresh();

        await("#answer-title", "genuine");
        assertThat(values()).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");
        browser.get(server.url().resolve("/models").toString());

        browser.navigate().back();

        await("#answer-title", "genuine");
        assertThat(values()).containsExactly("3.6216", "8.6661", "-2.8073", "-0.44699");
    }

    private static void type(String variance, String... others) {
        browser.findElement(By.name("variance")).sendKeys(variance + Keys.TAB + String.join(Keys.TAB, others));
    }

    private static void predict() {
        browser.findElement(By.cssSelector(".actions button")).click();
    }

    private static void await(String selector, String text) {
        Chromium.patiently(browser).until(ExpectedConditions.textToBe(By.cssSelector(selector), text));
    }

    private static boolean isSamePage() {
        return Boolean.TRUE.equals(browser.executeScript("return window.isSamePage === true"));
    }

    private static List<String> values() {
        return browser.findElements(By.cssSelector(".fields input[type=text]")).stream()
                .map(input -> String.valueOf(input.getDomProperty("value")))
                .toList();
    }
}
