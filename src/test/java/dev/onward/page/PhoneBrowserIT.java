package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The form of a model on a phone, 400 pixels wide and 740 high. */
@Tag("browser")
class PhoneBrowserIT {

    private static final String DOUBTFUL = "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer";

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions());
        server = WebApp.serve("--model", "model.onnx");
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @BeforeEach
    void becomePhone() {
        browser.get("about:blank");
        Chromium.becomePhone(browser, 400);
    }

    @Test
    void showsASliderInTheFirstScreenOfAShortPage() {
        browser.get(server.url().toString());
        awaitSliders(browser);

        assertThat(bottom("input[type=range]")).isLessThan(number("return " + top(".actions")));
        assertThat(number("return document.documentElement.scrollHeight")).isLessThan(2_000);
    }

    @Test
    void showsTheAnswerAfterPredict() {
        browser.get(server.url().toString());

        browser.findElement(By.name("variance"))
                .sendKeys(String.join(Keys.TAB, "0.5", "-2.0", "1.5", "-0.5") + Keys.ENTER);

        awaitAnswerOnTheScreen(browser);
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("answer-title");
    }

    @Test
    void showsTheAnswerAfterPredictWithoutScripts() {
        ChromeDriver plain = Chromium.startWithoutScripts();
        try {
            Chromium.becomePhone(plain, 400);
            plain.get(server.url().toString());
            assertThat(plain.findElement(By.name("file")).isDisplayed()).isTrue();

            plain.findElement(By.name("variance"))
                    .sendKeys(String.join(Keys.TAB, "0.5", "-2.0", "1.5", "-0.5") + Keys.ENTER);

            awaitAnswerOnTheScreen(plain);
            assertThat(plain.findElement(By.id("about")).getText()).contains("UCI Banknote Authentication");
        } finally {
            plain.quit();
        }
    }

    @Test
    void keepsTheAnswerInSightWhileASliderMoves() {
        browser.get(server.url() + DOUBTFUL);
        awaitSliders(browser);
        browser.executeScript("document.querySelector('input[type=range]').focus()");
        String before = browser.findElement(By.id("brief")).getText();
        assertThat(before).startsWith("genuine, ");

        browser.switchTo().activeElement().sendKeys(Keys.PAGE_UP);

        Chromium.patiently(browser)
                .until(page -> !browser.findElement(By.id("brief")).getText().equals(before));
        assertThat(bottom("#brief")).isLessThanOrEqualTo(740);
        assertThat(bottom("input[type=range]")).isBetween(0L, 740L);

        browser.findElement(By.id("brief")).click();

        awaitAnswerOnTheScreen(browser);
    }

    @Test
    void opensLongSectionsWhereALinkLeads() {
        browser.get(server.url() + DOUBTFUL);
        awaitSliders(browser);
        assertThat(browser.findElement(By.name("file")).isDisplayed()).isFalse();
        assertThat(browser.findElement(By.cssSelector("#about table")).isDisplayed())
                .isFalse();

        browser.findElement(By.linkText("About this model")).click();

        assertThat(browser.findElement(By.cssSelector("#about table")).isDisplayed())
                .isTrue();

        browser.get("about:blank");
        browser.get(server.url() + "#about");
        awaitSliders(browser);

        assertThat(browser.findElement(By.cssSelector("#about table")).isDisplayed())
                .isTrue();
    }

    private static void awaitSliders(ChromeDriver page) {
        Chromium.patiently(page).until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".fold.ready")));
    }

    private static void awaitAnswerOnTheScreen(ChromeDriver page) {
        Chromium.patiently(page)
                .until(driver ->
                        page.findElement(By.id("answer-title")).getText().startsWith("genuine"));
        // The heading is in the upper half, so that what follows it is seen as well.
        Chromium.patiently(page).until(driver -> Boolean.TRUE.equals(page.executeScript("""
                const top = document.getElementById("answer-title").getBoundingClientRect().top;
                return top > 0 && top < innerHeight / 2;
                """)));
    }

    private static long bottom(String selector) {
        return number("return Math.ceil(document.querySelector('" + selector + "').getBoundingClientRect().bottom)");
    }

    private static String top(String selector) {
        return "Math.floor(document.querySelector('" + selector + "').getBoundingClientRect().top)";
    }

    private static long number(String script) {
        return (long) Objects.requireNonNull(browser.executeScript(script));
    }
}
