package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Firefox;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do on the page most, in Firefox. The other tests with a browser use Chromium. */
@Tag("browser")
class FirefoxBrowserIT {

    @TempDir
    private static Path folder = Path.of("");

    private static Firefox browser;
    private static WebApp server;

    @BeforeAll
    static void open() throws IOException {
        server = WebApp.serve("--model", "model.onnx");
        browser = Firefox.start(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void close() {
        browser.close();
        server.close();
    }

    @BeforeEach
    void openThePage() {
        browser.resize(1200, 900);
        browser.open(server.url().toString());
        browser.evaluate("window.isSamePage = true");
        browser.errors();
    }

    @AfterEach
    void checkThatNothingWasBlocked() {
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void answersInPlaceAndKeepsTheValuesOnBack() {
        enter("3.6216", "8.6661", "-2.8073", "-0.44699");

        browser.click(".actions button");

        awaitText("#answer-title", "genuine");
        assertThat(browser.evaluate("window.isSamePage")).isEqualTo("true");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("answer-title");
        assertThat(browser.evaluate("document.title")).isEqualTo("Prediction: genuine - Banknote authentication");
        browser.open(server.url().resolve("/about").toString());
        browser.goBack();
        awaitText("#answer-title", "genuine");
        assertThat(values()).isEqualTo("3.6216|8.6661|-2.8073|-0.44699");
    }

    @Test
    void refusesWhatWasTypedUnchanged() {
        enter("1,5", "1e", "1 000", "\u22123");
        assertThat(browser.evaluate("document.querySelectorAll(':invalid').length"))
                .isEqualTo("0");

        browser.type("[name=entropy]", Firefox.ENTER);

        awaitText("#problems-title", "Please check your input");
        assertThat(values()).isEqualTo("1,5|1e|1 000|\u22123");
        assertThat(text("#hint-0 .problem"))
                .isEqualTo("expected a number, got \"1,5\"; write a decimal point, and nothing between thousands");
    }

    /** As without scripts: the browser itself posts the form, and shows the response. */
    @Test
    void postsTheFormAndShowsItAgainOnBack() {
        enter("3.6216", "8.6661", "-2.8073", "-0.44699");

        browser.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form.inputs'))");

        awaitText("#answer-title", "genuine");
        assertThat(browser.evaluate("window.isSamePage")).isEqualTo("undefined");
        assertThat(values()).isEqualTo("3.6216|8.6661|-2.8073|-0.44699");
        browser.goBack();
        browser.await("window.isSamePage === true || document.readyState === 'complete'");
        assertThat(values()).isEqualTo("3.6216|8.6661|-2.8073|-0.44699");
    }

    @Test
    void movesTheAnswerTheReasonsAndTheCurvesWithASlider() {
        browser.open(server.url() + "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer");
        String certainty = text(".certainty");
        String contributions = text(".waterfall");
        String curve = attribute("#field-1 ~ .chart .curve");
        String marker = attribute("#field-0 ~ .chart .marker");

        browser.type("#field-0 ~ .chart input", Firefox.PAGE_UP);

        browser.await("document.querySelector('.certainty').textContent !== " + quoted(certainty));
        assertThat(browser.evaluate("document.querySelector('[name=variance]').value > 0.5"))
                .isEqualTo("true");
        assertThat(text(".waterfall")).isNotEqualTo(contributions);
        assertThat(attribute("#field-1 ~ .chart .curve")).isNotEqualTo(curve);
        assertThat(attribute("#field-0 ~ .chart .marker")).isNotEqualTo(marker);
    }

    @Test
    void scoresAFileOnThePage() throws IOException {
        Path file = Files.writeString(
                folder.resolve("notes.csv"),
                "variance,skewness,curtosis,entropy,note\n3.6216,8.6661,-2.8073,-0.44699,\"a,\nb\"\n,1,2,3,<b>bold</b>\n");

        browser.choose(".file input", file);
        browser.click(".file button");

        awaitText(".file .summary", "2 rows, 1 predicted, 1 with a problem: see the column error.");
        assertThat(browser.evaluate("document.querySelectorAll('.first tbody tr').length"))
                .isEqualTo("2");
        assertThat(text(".first tbody tr:last-child td:last-child")).isEqualTo("<b>bold</b>");
    }

    @Test
    void fitsEveryPageOnAPhone() {
        browser.resize(320, 640);
        for (String page :
                List.of("/", "/?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer", "/about", "/docs")) {
            browser.open(server.url().resolve(page).toString());

            assertThat(browser.evaluate("document.documentElement.scrollWidth > innerWidth"))
                    .as(page)
                    .isEqualTo("false");
        }
    }

    /** Shows that {@link #checkThatNothingWasBlocked} would notice. */
    @Test
    void reportsWhatIsBlocked() {
        browser.evaluate("document.body.setAttribute('onclick', 'alert(1)'), document.body.click()");

        browser.await("document.readyState === 'complete'");
        assertThat(browser.errors()).anySatisfy(error -> assertThat(error).contains("forbids inline"));
    }

    private static void enter(String variance, String skewness, String curtosis, String entropy) {
        browser.type("[name=variance]", variance);
        browser.type("[name=skewness]", skewness);
        browser.type("[name=curtosis]", curtosis);
        browser.type("[name=entropy]", entropy);
    }

    private static String values() {
        return browser.evaluate("['variance', 'skewness', 'curtosis', 'entropy']"
                + ".map((name) => document.querySelector(`[name=${name}]`).value).join('|')");
    }

    private static void awaitText(String selector, String text) {
        browser.await("document.querySelector(" + quoted(selector) + ")?.textContent.trim() === " + quoted(text));
    }

    private static String text(String selector) {
        return browser.evaluate("document.querySelector(" + quoted(selector) + ").textContent");
    }

    /** The line of a chart. */
    private static String attribute(String selector) {
        return browser.evaluate("document.querySelector(" + quoted(selector) + ").getAttribute('d')");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
