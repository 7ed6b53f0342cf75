package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The form of a model with a hundred features, in a browser with JavaScript. */
@Tag("browser")
class LongFormBrowserIT {

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open(@TempDir Path folder) {
        browser = Chromium.start(new ChromeOptions());
        server = WebApp.serve(
                "--model", WideModel.write(folder.resolve("wide.onnx"), 100).toString());
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @Test
    void filtersFieldsWithoutLosingWhatWasTyped() {
        browser.get(server.url().toString());
        assertThat(browser.findElements(By.cssSelector(".group h2")))
                .extracting(WebElement::getText)
                .containsExactly("f0 – f19", "f20 – f39", "f40 – f59", "f60 – f79", "f80 – f99");
        browser.findElement(By.name("f7")).sendKeys("3");
        WebElement filter = browser.findElement(By.cssSelector(".filter input"));

        filter.sendKeys("F42", Keys.ENTER);

        assertThat(visibleFields()).isEqualTo(1);
        assertThat(browser.findElement(By.name("f42")).isDisplayed()).isTrue();
        assertThat(browser.findElement(By.cssSelector(".filter span")).getText())
                .isEqualTo("1 of 100 fields");
        browser.findElement(By.cssSelector(".actions button")).click();
        Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.id("problems-title")));
        assertThat(browser.findElement(By.name("f7")).getDomProperty("value")).isEqualTo("3");

        browser.findElement(By.cssSelector("#result .problems a")).click();

        assertThat(visibleFields()).isEqualTo(100);
        assertThat(browser.manage().logs().get("browser").getAll())
                .filteredOn(entry -> !entry.getMessage().contains("status of 400"))
                .isEmpty();
    }

    private static long visibleFields() {
        return browser.findElements(By.cssSelector(".field")).stream()
                .filter(WebElement::isDisplayed)
                .count();
    }
}
