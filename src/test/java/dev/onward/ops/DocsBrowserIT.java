package dev.onward.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.ServedBelow;
import dev.onward.WebApp;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A person with a browser who tries the API out. */
@Tag("browser")
class DocsBrowserIT {

    // One for all tests: Swagger UI is a large script, which each new browser compiles again.
    private static ChromeDriver browser;

    @BeforeAll
    static void open() {
        ChromeOptions options = new ChromeOptions();
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        browser = Chromium.start(options);
    }

    @BeforeEach
    void openATab() {
        String before = browser.getWindowHandle();
        String tab = browser.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        browser.switchTo().window(before).close();
        browser.switchTo().window(tab);
        // What the last test has not read.
        browser.manage().logs().get(LogType.BROWSER);
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void triesAPredictionOut() {
        tryOut(Http.shared().url("/docs"), "predict");

        assertThat(status()).isEqualTo("200");
        assertThat(text(".live-responses-table .response-col_description .microlight"))
                .contains("\"model\": \"banknote\"", "\"probabilities\"");
        assertNothingWasBlocked();
    }

    @Test
    void triesAQueryOut() {
        tryOut(Http.shared().url("/docs"), "query");

        assertThat(status()).isEqualTo("200");
        assertThat(text(".request-url")).contains("/predict?variance=");
        assertNothingWasBlocked();
    }

    @Test
    void triesTensorsOut() {
        browser.get(
                Http.shared().url("/docs#/Model%20banknote/inferModel.banknote").toString());
        execute();

        assertThat(status()).isEqualTo("200");
        assertThat(text(".live-responses-table .response-col_description .microlight"))
                .contains("\"model_name\": \"banknote\"");
        assertNothingWasBlocked();
    }

    @Test
    void triesAPredictionOutBelowAContextPath() {
        try (ServedBelow server = ServedBelow.of("/deep/onward")) {
            tryOut(URI.create(server.url() + "/docs"), "predict");

            assertThat(status()).isEqualTo("200");
            assertThat(text(".request-url")).endsWith("/deep/onward/predict");
            assertNothingWasBlocked();
        }
    }

    @Test
    void triesAPredictionOutWithAKey() {
        String key = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";
        try (WebApp server = WebApp.serve("--api-keys", key)) {
            browser.get(Http.to(server).url("/docs").toString());
            click(".auth-wrapper .authorize");
            find("#auth-bearer-value").sendKeys("open sesame");
            click("form:has(#auth-bearer-value) .authorize");
            click(".auth-container .btn-done");
            click("#operations-Default_model-predict .opblock-summary-control");
            execute();

            assertThat(status()).isEqualTo("200");
            assertThat(text(".curl-command")).contains("Authorization: Bearer open sesame");
            assertNothingWasBlocked();
        }
    }

    @Test
    void fitsAPhone() {
        Chromium.becomePhone(browser);

        tryOut(Http.shared().url("/docs"), "predict");

        assertThat(status()).isEqualTo("200");
        assertThat(Chromium.width(browser)).isEqualTo(360);
    }

    private void tryOut(URI page, String id) {
        browser.get(page.toString());
        click("#operations-Default_model-" + id + " .opblock-summary-control");
        execute();
    }

    private void execute() {
        click(".try-out__btn");
        click(".execute");
        find(".live-responses-table .response-col_status");
    }

    private String status() {
        return text(".live-responses-table tbody .response-col_status");
    }

    private String text(String selector) {
        return find(selector).getText().trim();
    }

    private void click(String selector) {
        WebElement element = find(selector);
        browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        // Swagger UI may draw it anew, or still move what is around it.
        Chromium.patiently(browser).until(page -> {
            page.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    private WebElement find(String selector) {
        return Chromium.patiently(browser)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    /**
     * The browser's console tells what the content security policy forbade, and every other failure; at the level of
     * debugging it tells how Swagger UI's fields could be better.
     */
    private void assertNothingWasBlocked() {
        List<LogEntry> entries = browser.manage().logs().get(LogType.BROWSER).getAll();
        assertThat(entries)
                .filteredOn(entry -> !entry.getLevel().equals(Level.FINE))
                .isEmpty();
    }
}
