package dev.onward.page;

import dev.onward.Chromium;
import dev.onward.WebApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/**
 * What people wait for, as <a href="https://web.dev/articles/vitals">Web Vitals</a> define it: the largest contentful paint
 * of a page that nothing of is in the browser's cache, and the time from an interaction to the next frame. Asserts nothing,
 * since machines differ.
 */
@Tag("bench")
class PageSpeedBenchmark {

    private static final int LOADS = Integer.getInteger("speed.loads", 20);
    private static final int WARM_UP = 5;
    private static final String ROW = "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer";

    /** A slow mobile network: 1.6 Mbit/s, and 150 ms to the server and back. */
    private static final Map<String, Object> SLOW =
            Map.of("offline", false, "latency", 150, "downloadThroughput", 200_000, "uploadThroughput", 93_750);

    private static final Map<String, Object> LOCAL =
            Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1);

    @Test
    void measuresPages() {
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            browser.executeCdpCommand("Network.enable", Map.of());
            browser.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
            for (String page : List.of("", ROW, "about")) {
                for (Map<String, Object> network : List.of(LOCAL, SLOW)) {
                    browser.executeCdpCommand("Network.emulateNetworkConditions", network);
                    List<Double> paints = new ArrayList<>();
                    for (int i = -WARM_UP; i < LOADS; i++) {
                        browser.get("about:blank");
                        browser.get(server.url() + page);
                        double paint = number(browser, "largest-contentful-paint", "list.at(-1).startTime");
                        if (i >= 0) {
                            paints.add(paint);
                        }
                    }
                    print(
                            "/" + page + (network == SLOW ? ", 1.6 Mbit/s" : ", local"),
                            "largest contentful paint",
                            paints);
                }
            }
            browser.executeCdpCommand("Network.emulateNetworkConditions", LOCAL);
            measureInteractions(browser, server);
        } finally {
            browser.quit();
        }
    }

    /** Types a row, asks for the answer, moves sliders and opens what is closed, again and again. */
    private static void measureInteractions(ChromeDriver browser, WebApp server) {
        List<Double> longest = new ArrayList<>();
        for (int i = -WARM_UP; i < LOADS; i++) {
            browser.get("about:blank");
            browser.get(server.url().toString());
            browser.findElement(By.name("variance"))
                    .sendKeys(String.join(Keys.TAB, "0.5", "-2.0", "1.5", "-0.5") + Keys.ENTER);
            Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.id("answer-title")));
            browser.findElement(By.cssSelector("input[type=range]"))
                    .sendKeys(Keys.PAGE_UP, Keys.PAGE_UP, Keys.ARROW_LEFT, Keys.HOME, Keys.END);
            browser.findElement(By.cssSelector(".actions button")).click();
            browser.findElement(By.cssSelector(".paste summary")).click();
            browser.findElement(By.cssSelector("#code summary")).click();
            double worst = number(
                    browser,
                    "event",
                    "Math.max(0, ...list.filter((one) => one.interactionId).map((one) => one.duration))");
            if (i >= 0) {
                longest.add(worst);
            }
        }
        print("/", "longest interaction of a visit with some 40, to the next frame", longest);
    }

    /** Computes a number from the entries of a type that the browser has recorded for the page. */
    private static double number(ChromeDriver browser, String type, String expression) {
        Object number = browser.executeAsyncScript("""
                const [type, done] = arguments;
                const seen = [];
                const observer = new PerformanceObserver((all) => seen.push(...all.getEntries()));
                observer.observe({ type, buffered: true, durationThreshold: 16 });
                setTimeout(() => {
                  const list = seen.concat(observer.takeRecords());
                  done(%s);
                }, 150);
                """.formatted(expression), type);
        return ((Number) Objects.requireNonNull(number)).doubleValue();
    }

    private static void print(String what, String figure, List<Double> millis) {
        millis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%s: %s: p50 %.0f ms, p95 %.0f ms, %.0f to %.0f ms in %d visits%n",
                what,
                figure,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 95 / 100),
                millis.get(0),
                millis.get(millis.size() - 1),
                millis.size());
    }
}
