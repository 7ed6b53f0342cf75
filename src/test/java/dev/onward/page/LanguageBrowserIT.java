package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The languages of the pages, in a browser that prefers German. */
@Tag("browser")
class LanguageBrowserIT {

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions().addArguments("--accept-lang=de"));
        server = WebApp.serve("--model", "model.onnx");
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @BeforeEach
    void forgetTheChoice() {
        browser.get("about:blank");
        browser.get(server.url().toString());
        browser.manage().deleteAllCookies();
    }

    @Test
    void keepsTheAnswerAndWhatWasTypedWhereAnotherLanguageIsChosen() {
        browser.findElement(By.name("variance")).sendKeys("3.6216");
        browser.findElement(By.name("skewness")).sendKeys("8.6661");
        browser.findElement(By.name("curtosis")).sendKeys("-2.8073");
        browser.findElement(By.name("entropy")).sendKeys("-0.44699");
        browser.findElement(By.cssSelector(".actions button")).click();
        await(".answer .eyebrow", "Vorhersage");

        choose("fr");

        await(".answer .eyebrow", "Prédiction");
        await(".actions button", "Prédire");
        assertThat(browser.getTitle()).isEqualTo("Prédiction\u00a0: genuine - Banknote authentication");
        assertThat(browser.findElement(By.name("variance")).getDomProperty("value"))
                .isEqualTo("3.6216");
        assertThat(browser.getCurrentUrl()).isEqualTo(server.url().toString());
        browser.get(server.url() + "about");
        await("#limits-title", "Limites");
    }

    @Test
    void scoresFilesInTheLanguageOfThePage() {
        browser.findElement(By.name("file"))
                .sendKeys(Path.of("data/banknote.csv").toAbsolutePath().toString());
        browser.findElement(By.cssSelector(".upload button")).click();

        await(".file .summary", "1\u202f372 Zeilen, 1\u202f372 vorhergesagt.");
        await(".first h3", "Erste Zeilen");
        assertThat(browser.findElement(By.cssSelector(".accuracy")).getText())
                .startsWith("Genauigkeit ")
                .contains(" von 1\u202f372 Zeilen ");
    }

    @Test
    void changesTheLanguageWithoutScripts() {
        ChromeDriver plain = Chromium.startWithoutScripts();
        try {
            String link = server.url() + "?variance=1&skewness=2&curtosis=3&entropy=4&answer";
            plain.get(link);
            plain.findElement(By.cssSelector(".languages [value=es]")).click();

            Chromium.patiently(plain)
                    .until(ExpectedConditions.textToBe(By.cssSelector(".answer .eyebrow"), "Predicción"));
            assertThat(plain.getCurrentUrl()).isEqualTo(link);
        } finally {
            plain.quit();
        }
    }

    private static void choose(String language) {
        browser.findElement(By.cssSelector(".languages [value=" + language + "]"))
                .click();
    }

    private static void await(String selector, String text) {
        Chromium.patiently(browser).until(ExpectedConditions.textToBe(By.cssSelector(selector), text));
    }
}
