package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.LoanModel;
import dev.onward.WebApp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The reasons for an answer in a browser, in which JavaScript is switched off. */
@Tag("browser")
class ReasonsBrowserIT {

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

    @AfterEach
    void checkThatNothingWasBlocked() {
        assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
    }

    @Test
    void drawsAWaterfallFromTheAverageToTheRow() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            open(server, "0.5", "-2.0", "1.5", "-0.5");

            List<WebElement> bars = browser.findElements(By.cssSelector(".waterfall rect"));
            assertThat(bars)
                    .hasSize(4)
                    .allSatisfy(bar -> assertThat(bar.getRect().getWidth()).isGreaterThan(5));
            // Against the score, and for it.
            assertThat(bars.get(0).getCssValue("fill")).isNotEqualTo(bars.get(1).getCssValue("fill"));
            int right = bars.get(0).getRect().getX() + bars.get(0).getRect().getWidth();
            assertThat(right)
                    .isLessThanOrEqualTo(box(".waterfall .bar svg").getRect().getX()
                            + box(".waterfall .bar svg").getRect().getWidth());
        }
    }

    @Test
    void tellsTheDifferenceToThePreviousAnswer() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            open(server, "0.5", "-2.0", "1.5", "-0.5");
            assertThat(browser.findElements(By.cssSelector(".difference"))).isEmpty();
            browser.findElement(By.name("variance")).clear();
            browser.findElement(By.name("variance")).sendKeys("1");

            submit();

            assertThat(box(".difference").getText())
                    .isEqualTo("68 % \u2192 96 % for genuine since the previous answer: Variance (0.5 \u2192 1)");
        }
    }

    @Test
    void showsTheTrainingDataAndTheCurvesWithoutSliders() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            assertThat(browser.findElements(By.cssSelector(".chart .values"))).hasSize(4);
            assertThat(browser.findElements(By.cssSelector(".chart .curve, .chart .marker")))
                    .isEmpty();
            assertThat(browser.findElements(By.cssSelector("input[type=range]")))
                    .noneMatch(WebElement::isDisplayed);

            open(server, "0.5", "-2.0", "1.5", "-0.5");

            assertThat(browser.findElements(By.cssSelector(".chart .curve"))).hasSize(4);
            assertThat(box("#hint-0 .effect").getText())
                    .isEqualTo("If only this changes, genuine: < 0.1 % to > 99.9 %");
        }
    }

    @Test
    void showsCategoriesBesideEachOther() {
        try (WebApp server = serve(LoanModel.write(folder.resolve("loan.onnx")))) {
            browser.get(server.url() + "?age=30&income=19&city=Bern&answer");

            assertThat(box(".flip").getText())
                    .isEqualTo("The answer changes at income 20.1 instead of 19: it is then approved.");
            assertThat(box("#hint-2 .effect").getText())
                    .isEqualTo("If only this changes, refused: Bern 1, Chur -4, Zug -89");
            assertThat(box(".reasons .note").getText()).startsWith("There are no reasons for this answer: ");
        }
    }

    @Test
    void fitsAPhone() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            for (int width : new int[] {360, 320}) {
                Chromium.becomePhone(browser, width);
                open(server, "0.5", "-2.0", "1.5", "-0.5");

                assertThat(Chromium.width(browser)).isEqualTo(width);
            }
        } finally {
            Chromium.becomeDesktop(browser);
        }
    }

    private static void open(WebApp server, String... values) {
        browser.get(server.url().toString());
        browser.findElement(By.name("variance")).sendKeys(String.join(Keys.TAB, values));
        submit();
    }

    private static void submit() {
        WebElement button = browser.findElement(By.cssSelector(".actions button"));
        button.click();
        Chromium.patiently(browser).until(ExpectedConditions.stalenessOf(button));
        Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.id("answer-title")));
    }

    private static WebElement box(String selector) {
        return Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
    }

    private static WebApp serve(Path model) {
        return WebApp.serve("--model", model.toString());
    }
}
