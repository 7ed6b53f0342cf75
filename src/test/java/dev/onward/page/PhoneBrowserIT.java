package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** The form of a model on a phone, 360 pixels wide and 740 high: the answer comes below the form. */
@Tag("browser")
class PhoneBrowserIT {

    private static final String ROW = String.join(Keys.TAB, "0.5", "-2.0", "1.5", "-0.5");

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions());
        Chromium.becomePhone(browser);
        server = WebApp.serve("--model", "model.onnx");
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @Test
    void showsFieldsAndPredictOnTheFirstScreen() {
        browser.get(server.url().toString());

        assertThat(number(browser, "return document.querySelector('.actions').getBoundingClientRect().bottom"))
                .isBetween(700L, 740L);
        assertThat(number(browser, "return document.getElementById('field-1').getBoundingClientRect().bottom"))
                .isLessThan(600);
    }

    @Test
    void showsTheAnswerAfterPredict() {
        browser.get(server.url().toString());

        browser.findElement(By.name("variance")).sendKeys(ROW + Keys.ENTER);

        awaitAnswerOnTheScreen(browser);
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("answer-title");
    }

    @Test
    void showsTheAnswerAfterPredictWithoutScripts() {
        ChromeDriver plain = Chromium.startWithoutScripts();
        try {
            Chromium.becomePhone(plain);
            plain.get(server.url().toString());

            plain.findElement(By.name("variance")).sendKeys(ROW + Keys.ENTER);

            awaitAnswerOnTheScreen(plain);
        } finally {
            plain.quit();
        }
    }

    @Test
    void keepsTheAnswerInSightWhileASliderMoves() {
        browser.get(server.url() + "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer");
        String before = brief();
        assertThat(before).startsWith("genuine, ");

        browser.findElement(By.cssSelector("input[type=range]")).sendKeys(Keys.PAGE_UP);

        Chromium.patiently(browser).until(page -> !brief().equals(before));
        assertThat(number(browser, "return document.getElementById('brief').getBoundingClientRect().bottom"))
                .isLessThanOrEqualTo(740);
        assertThat(number(browser, "return document.querySelector('input[type=range]').getBoundingClientRect().bottom"))
                .isBetween(0L, 740L);

        browser.findElement(By.id("brief")).click();

        awaitAnswerOnTheScreen(browser);
    }

    private static String brief() {
        return browser.findElement(By.id("brief")).getText();
    }

    @Test
    void leavesRoomForTheTextsOfTheDocumentationOfTheApi() {
        Chromium.becomePhone(browser, 320);
        try {
            browser.get(server.url() + "docs");
            Chromium.patiently(browser)
                    .until(page -> page.findElements(By.cssSelector(".opblock-tag small"))
                                    .size()
                            > 3);

            assertThat(number(browser, """
                            return Math.min(...[...document.querySelectorAll('.opblock-tag small')]
                              .map((text) => Math.round(text.getBoundingClientRect().width)));
                            """)).isGreaterThan(250);
        } finally {
            Chromium.becomePhone(browser);
        }
    }

    /** Waits for the answer in the upper half of the screen, with what follows it. */
    private static void awaitAnswerOnTheScreen(ChromeDriver page) {
        Chromium.patiently(page)
                .until(driver ->
                        page.findElement(By.id("answer-title")).getText().startsWith("genuine"));
        Chromium.patiently(page).until(driver -> {
            long top = number(page, "return document.getElementById('answer-title').getBoundingClientRect().top");
            return top > 0 && top < 370;
        });
    }

    private static long number(ChromeDriver page, String script) {
        return Math.round(((Number) Objects.requireNonNull(page.executeScript(script))).doubleValue());
    }
}
