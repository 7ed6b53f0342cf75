package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

/** The form of a model in a browser, in which JavaScript is switched off. */
@Tag("browser")
class FormBrowserIT {

    /** As many as problems are listed. */
    private static final int FIELDS = 100;

    private static ChromeDriver browser;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open() {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        browser = Chromium.start(options);
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void postsWhatWasTypedOrShowsItWithTheProblem() {
        List<String> corpus = TypedNumbers.all();
        assertThat(corpus).hasSizeGreaterThan(300);
        Set<String> taken = new TreeSet<>();
        try (WebApp server = serve(WideModel.write(folder.resolve("wide.onnx"), FIELDS))) {
            for (int start = 0; start < corpus.size(); start += FIELDS) {
                List<String> typed = corpus.subList(start, Math.min(start + FIELDS, corpus.size()));
                browser.get(server.url().toString());
                // A tab leads to the next field.
                field("f0").sendKeys(String.join(Keys.TAB, typed));

                submit();

                assertThat(values(".fields input").subList(0, typed.size())).isEqualTo(typed);
                taken.addAll(typed);
                values(".field:has(.problem) input").forEach(taken::remove);
            }
        }
        assertThat(taken)
                .containsExactlyInAnyOrder("12", "-3", "+3", "1.5", ".5", "5.", "1e5", "1E-5", "-0", "007", " 3 ");
    }

    @Test
    void marksOnlyWhatTheServerRefusedAsInvalid() {
        try (WebApp server = serve(Path.of("model.onnx"))) {
            browser.get(server.url().toString());
            assertThat(Accessibility.invalidControls(browser)).isEmpty();
            field("variance").sendKeys("1,5");
            field("skewness").sendKeys("100");
            assertThat(Accessibility.invalidControls(browser)).isEmpty();

            submit();

            assertThat(Accessibility.invalidControls(browser))
                    .containsExactly("Variance no unit", "Kurtosis no unit", "Entropy no unit");
        }
    }

    private static void submit() {
        WebElement button = browser.findElement(By.cssSelector(".actions button"));
        button.click();
        Chromium.patiently(browser).until(ExpectedConditions.stalenessOf(button));
        Chromium.patiently(browser)
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".actions button")));
    }

    private static List<String> values(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(input -> String.valueOf(input.getDomProperty("value")))
                .toList();
    }

    private static WebElement field(String name) {
        return browser.findElement(By.name(name));
    }

    private static WebApp serve(Path model) {
        return WebApp.serve("--model", model.toString());
    }
}
