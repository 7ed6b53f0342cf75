package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.HoldingProxy;
import dev.onward.HoldingProxy.Held;
import dev.onward.Patience;
import dev.onward.WebApp;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A person who moves sliders, in a browser with JavaScript, behind a network that can be slow. */
@Tag("browser")
class SlidersBrowserIT {

    /** A note between the two classes, of docs/explanations.md. */
    private static final String DOUBTFUL = "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer";

    private static ChromeDriver browser;
    private static WebApp server;
    private HoldingProxy proxy;

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
    void openAnAnswer() {
        proxy = HoldingProxy.before(server.url());
        browser.get(proxy.url() + DOUBTFUL);
        await("#answer-title", "genuine");
        browser.executeScript("window.isSamePage = true");
        browser.manage().logs().get("browser");
    }

    @AfterEach
    void checkThatNothingWasBlocked() {
        proxy.close();
        assertThat(browser.manage().logs().get("browser").getAll())
                .filteredOn(entry -> !entry.getMessage().contains("503"))
                .isEmpty();
    }

    @Test
    void moveTheAnswerTheReasonsAndTheCurvesTogether() {
        String certainty = text(".certainty");
        String contributions = text(".waterfall");
        String otherCurve = attribute("#field-1 ~ .chart .curve", "d");
        String marker = attribute("#field-0 ~ .chart .marker", "d");

        press("Variance", Keys.PAGE_UP);

        Chromium.patiently(browser).until(page -> !text(".certainty").equals(certainty));
        assertThat(Double.parseDouble(value("variance"))).isGreaterThan(0.5);
        assertThat(text(".waterfall")).isNotEqualTo(contributions);
        assertThat(attribute("#field-1 ~ .chart .curve", "d")).isNotEqualTo(otherCurve);
        assertThat(attribute("#field-0 ~ .chart .marker", "d")).isNotEqualTo(marker);
        assertThat(browser.switchTo().activeElement()).isEqualTo(slider("Variance"));
        assertThat(isSamePage()).isTrue();
    }

    @Test
    void changeTheAnswerWhereThePageSaysSo() {
        assertThat(text(".flip")).isEqualTo("The answer changes at Skewness -2.5 instead of -2: it is then forged.");

        browser.findElement(By.linkText("Skewness -2.5")).click();

        await("#answer-title", "forged");
        assertThat(value("skewness")).isEqualTo("-2.5");
    }

    @Test
    void tellTheDifferenceToTheAnswerBeforeTheMovement() {
        browser.executeScript("""
                const slider = document.querySelector("#field-0 ~ .chart input");
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                for (const value of [0.7, 0.8, 1]) {
                  slider.value = value;
                  slider.dispatchEvent(new Event("input", { bubbles: true }));
                }
                slider.dispatchEvent(new Event("change", { bubbles: true }));
                """);

        Chromium.patiently(browser).until(page -> text(".difference").contains("\u2192 1)"));
        assertThat(text(".difference"))
                .isEqualTo("68 % \u2192 96 % for genuine since the previous answer: Variance (0.5 \u2192 1)");
    }

    @Test
    void sendOneRequestAtATimeAndTheLatestValueLast() {
        int before = proxy.posts();
        Held first = proxy.hold();
        String certainty = text(".certainty");

        press("Variance", Keys.PAGE_UP);
        first.awaitRequest();
        press("Variance", Keys.PAGE_UP);
        press("Variance", Keys.PAGE_UP);
        assertThat(text(".certainty")).isEqualTo(certainty);
        first.release();

        Chromium.patiently(browser).until(page -> proxy.posts() == before + 2 && isIdle());
        assertThat(proxy.largestInFlight()).isEqualTo(1);
        String shown = text(".certainty");
        browser.findElement(By.cssSelector(".actions button")).click();
        Chromium.patiently(browser).until(page -> proxy.posts() == before + 3 && isIdle());
        assertThat(text(".certainty")).isEqualTo(shown).isNotEqualTo(certainty);
    }

    @Test
    void neverPaintAReplyToOldValues() {
        Held old = proxy.hold();
        press("Variance", Keys.HOME);
        old.awaitRequest();
        watch();

        press("Variance", Keys.END);
        // Longer than a reply may take while a slider is moving.
        Patience.pause(200);
        old.release();

        Chromium.patiently(browser).until(page -> isIdle() && proxy.posts() == 2);
        assertThat(watched()).doesNotContain("forged").isNotEmpty();
    }

    @Test
    void neverPaintTheReplyToAnEarlierQuestion() {
        type("variance", "-5");
        Held old = proxy.hold();
        predict();
        old.awaitRequest();
        watch();

        type("variance", "5");
        predict();
        Chromium.patiently(browser).until(page -> text(".difference").contains("\u2192 5)"));
        old.release();

        browser.executeAsyncScript("fetch('/static/icon.svg').then((reply) => reply.text()).then(arguments[0])");
        assertThat(text("#answer-title")).isEqualTo("genuine");
        assertThat(watched()).doesNotContain("forged").isNotEmpty();
    }

    @Test
    void keepTheAnswerAndSayThatItIsOldIfThereIsNoReply() {
        Held refused = proxy.refuse();

        press("Variance", Keys.PAGE_UP);
        refused.awaitRequest();
        refused.release();

        await("#spoken", "The answer is for other values. Press Predict.");
        assertThat(isSamePage()).isTrue();
        assertThat(browser.findElements(By.cssSelector(".workspace.stale"))).hasSize(1);

        predict();

        Chromium.patiently(browser).until(page -> browser.findElements(By.cssSelector(".workspace.stale"))
                .isEmpty());
    }

    @Test
    void showTheSamePictureAfterAReloadAndToAColleague() {
        press("Skewness", Keys.PAGE_UP);
        Chromium.patiently(browser).until(page -> text(".difference").contains("Skewness"));
        String picture = text(".answer");
        String reasons = text(".reasons");
        String curve = attribute("#field-0 ~ .chart .curve", "d");

        browser.navigate().refresh();

        Chromium.patiently(browser).until(page -> text(".answer").equals(picture));
        String link = attribute(".links a", "href");

        browser.get(proxy.url().resolve(link).toString());

        Chromium.patiently(browser).until(ExpectedConditions.urlContains("&answer"));
        assertThat(text(".reasons")).isEqualTo(reasons);
        assertThat(attribute("#field-0 ~ .chart .curve", "d")).isEqualTo(curve);
    }

    @Test
    void moveWithTheArrowKeysOfTheirFields() {
        browser.findElement(By.name("variance")).sendKeys(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_DOWN);

        Chromium.patiently(browser).until(page -> text(".difference").contains("Variance"));
        assertThat(value("variance"))
                .isEqualTo("0.6")
                .isEqualTo(slider("Variance").getDomProperty("value"));
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getDomAttribute("name")).isEqualTo("skewness");
    }

    @Test
    void followWhatIsTyped() {
        type("variance", "3.5");

        assertThat(slider("Variance").getDomProperty("value")).isEqualTo("3.5");
    }

    /** Records every answer that the page shows from now on. */
    private static void watch() {
        browser.executeScript("""
                window.painted = [];
                new MutationObserver(() => window.painted.push(document.getElementById("answer-title")?.textContent))
                  .observe(document.getElementById("result"), { childList: true });
                """);
    }

    @SuppressWarnings("unchecked")
    private static List<String> watched() {
        return (List<String>) Objects.requireNonNull(browser.executeScript("return window.painted"));
    }

    private static void press(String title, CharSequence key) {
        slider(title).sendKeys(key);
    }

    private static WebElement slider(String title) {
        return browser.findElement(By.cssSelector("input[type=range][aria-label=" + title + "]"));
    }

    private static void type(String name, String value) {
        WebElement field = browser.findElement(By.name(name));
        field.clear();
        field.sendKeys(value);
    }

    private static void predict() {
        browser.findElement(By.cssSelector(".actions button")).click();
    }

    private static String value(String name) {
        return String.valueOf(browser.findElement(By.name(name)).getDomProperty("value"));
    }

    private static String text(String selector) {
        return String.valueOf(
                        browser.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector))
                .replace('\u00a0', ' ');
    }

    private static String attribute(String selector, String name) {
        return String.valueOf(browser.findElement(By.cssSelector(selector)).getDomAttribute(name));
    }

    private static boolean isIdle() {
        return browser.findElements(By.cssSelector("form[aria-busy]")).isEmpty();
    }

    private static boolean isSamePage() {
        return Boolean.TRUE.equals(browser.executeScript("return window.isSamePage === true"));
    }

    private static void await(String selector, String text) {
        Chromium.patiently(browser).until(page -> text(selector).equals(text));
    }
}
