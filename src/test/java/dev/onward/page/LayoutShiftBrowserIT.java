package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/**
 * Nothing on the page moves by itself: neither while it loads, nor when an answer takes its place. Chromium alone measures
 * this (<a href="https://web.dev/articles/cls">Cumulative Layout Shift</a>).
 */
@Tag("browser")
class LayoutShiftBrowserIT {

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions());
        // Scripts arrive when the page has been drawn.
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        delayBy(150);
        server = WebApp.serve("--model", "model.onnx");
    }

    private static void delayBy(int millis) {
        browser.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", millis, "downloadThroughput", 200_000, "uploadThroughput", 93_750));
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1200, 360})
    void movesNothingWhileAPageLoads(int width) {
        resize(width);
        for (String page : List.of("", "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer", "about")) {
            browser.get(server.url() + page);

            assertThat(shiftsAfter(0)).as(page).isEmpty();
        }
    }

    /** Chromium may draw the first part of a page, which needs no scroll bar. */
    @Test
    void isAsWideBeforeAllOfItHasArrived() {
        resize(1200);
        browser.get(server.url().toString());
        String width = "return document.querySelector('.site').getBoundingClientRect().width";
        Object whole = browser.executeScript(width);

        browser.executeScript("document.querySelector('main').replaceChildren()");

        assertThat(browser.executeScript("return document.documentElement.scrollHeight > innerHeight"))
                .isEqualTo(false);
        assertThat(browser.executeScript(width)).isEqualTo(whole);
    }

    /** What follows the form and the answer moves when the button is pressed, and not again. */
    @ParameterizedTest
    @ValueSource(ints = {1200, 360})
    void movesNothingWhenAnswersArrive(int width) {
        resize(width);
        if (width > 360) {
            // The form, the answer and what follows them are seen.
            Chromium.resize(browser, width, 1400);
        }
        browser.get(server.url().toString());
        // What moves within half a second of an input would not count.
        delayBy(700);
        browser.findElement(By.name("variance")).sendKeys(String.join(Keys.TAB, "10", "-2.0", "1.5", "-0.5"));
        // What follows the form is seen.
        browser.executeScript(
                "document.querySelector(arguments[0]).scrollIntoView({ block: 'end' })",
                width == 360 ? ".paste" : "#about");
        browser.findElement(By.name("entropy")).sendKeys(Keys.ENTER);
        double pressed = awaitFrame();
        Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.id("answer-title")));

        assertThat(shiftsAfter(pressed)).isEmpty();

        browser.findElement(By.cssSelector("input[type=range]")).sendKeys(Keys.PAGE_DOWN);
        Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.className("difference")));

        assertThat(shiftsAfter(pressed)).isEmpty();
        delayBy(150);
    }

    /** The answer has room beside the form, also for one that is longer, and the form is followed by what comes next. */
    @Test
    void leavesNoGapBelowTheForm() {
        resize(1280);
        browser.get(server.url() + "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer");

        Object gaps = browser.executeScript("""
                const boxes = [".inputs", ".paste", ".file", "#code", "#about"]
                  .map((name) => document.querySelector(name).getBoundingClientRect());
                return boxes.slice(1).map((box, i) => Math.round(box.top - boxes[i].bottom)).join(" ");
                """);

        assertThat(gaps).isEqualTo("16 16 16 16");
    }

    @Test
    void movesNothingInALongForm(@TempDir Path folder) {
        Chromium.resize(browser, 1200, 900);
        Path model = WideModel.write(folder.resolve("wide.onnx"), 100);
        try (WebApp wide = WebApp.serve("--model", model.toString())) {
            browser.get(wide.url().toString());
            Chromium.patiently(browser)
                    .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(".filter input")));

            assertThat(shiftsAfter(0)).isEmpty();
        }
    }

    private static void resize(int width) {
        if (width == 360) {
            Chromium.becomePhone(browser, width);
        } else {
            Chromium.resize(browser, width, 900);
        }
    }

    /** Waits until what has happened is drawn, and returns the time since the page was opened, in milliseconds. */
    private static double awaitFrame() {
        Object now = browser.executeAsyncScript("""
                const done = arguments[0];
                requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
                """);
        return ((Number) Objects.requireNonNull(now)).doubleValue();
    }

    /** The shifts since then that people did not cause within the last half second, with what moved. */
    @SuppressWarnings("unchecked")
    private static List<String> shiftsAfter(double millis) {
        return (List<String>) Objects.requireNonNull(browser.executeAsyncScript("""
                const [after, done] = arguments;
                // Shifts are reported with the frame after them.
                requestAnimationFrame(() => requestAnimationFrame(() => {
                  const seen = [];
                  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
                  observer.observe({ type: "layout-shift", buffered: true });
                  setTimeout(() => done(seen.concat(observer.takeRecords())
                    .filter((shift) => !shift.hadRecentInput && shift.startTime > after)
                    .map((shift) => shift.value + ": "
                      + shift.sources.map((source) => source.node?.outerHTML?.slice(0, 100)).join(", "))), 100);
                }));
                """, millis));
    }
}
