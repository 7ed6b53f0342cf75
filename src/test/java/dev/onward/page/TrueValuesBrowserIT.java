package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;

/** A file with the true values of a regression model. */
@Tag("browser")
class TrueValuesBrowserIT {

    @TempDir
    private Path folder = Path.of("");

    private static ChromeDriver browser;

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions());
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void comparesWithTheTrueValues() throws IOException {
        String header = "gre_score,toefl_score,university_rating,sop,lor,cgpa,research";
        String rows = IntStream.range(0, 90)
                .mapToObj(i -> 290 + i % 50 + "," + (95 + i % 25) + "," + (1 + i % 5) + ",3,4," + (7 + i % 20 / 10.0)
                        + ",Yes\n")
                .collect(Collectors.joining());
        try (WebApp own = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            double[] predicted = Http.to(own)
                    .postCsv("/predict", header + "\n" + rows)
                    .body()
                    .lines()
                    .skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[7]))
                    .toArray();
            // Errors of -0.1, 0 and 0.1, and two rows without a number.
            double[] truth = IntStream.range(0, 88)
                    .mapToDouble(i -> predicted[i] + 0.1 * (i % 3 - 1))
                    .toArray();
            List<String> lines = rows.lines().toList();
            String file = IntStream.range(0, 90)
                    .mapToObj(i -> i + "," + lines.get(i) + "," + (i < 88 ? truth[i] : i == 88 ? "x" : "") + "\n")
                    .collect(Collectors.joining("", "id," + header + ",chance of admission\n", ""));
            double squares = IntStream.range(0, 88)
                    .mapToDouble(i -> Math.pow(predicted[i] - truth[i], 2))
                    .sum();
            double mean = DoubleStream.of(truth).average().orElseThrow();
            double deviation = DoubleStream.of(truth)
                    .map(value -> Math.pow(value - mean, 2))
                    .sum();
            browser.get(own.url().toString());

            score(browser, Files.writeString(folder.resolve("true.csv"), file));

            await(".file .summary", "90 rows, 90 predicted.");
            assertThat(new Select(find(".truth select"))
                            .getFirstSelectedOption()
                            .getText())
                    .isEqualTo("chance of admission");
            Matcher errors = Pattern.compile(
                            "Mean absolute error (\\S+), root mean square error (\\S+), R² (\\S+), of 88 rows\\.")
                    .matcher(text(".accuracy"));
            assertThat(errors.matches()).as(text(".accuracy")).isTrue();
            assertThat(Double.parseDouble(errors.group(1))).isCloseTo(0.1 * 59 / 88, within(1e-6));
            assertThat(Double.parseDouble(errors.group(2))).isCloseTo(Math.sqrt(squares / 88), within(1e-6));
            assertThat(Double.parseDouble(errors.group(3))).isCloseTo(1 - squares / deviation, within(5e-4));
            assertThat(text(".truth .more")).isEqualTo("1 row without a number: not counted");
            assertThat(text(".truth h3")).isEqualTo("Compared with the true values");
            assertThat(browser.findElements(By.cssSelector(".scatter .point"))).hasSize(88);
            assertThat(find(".confusion").isDisplayed()).isFalse();

            // An identifier is a number too.
            new Select(find(".truth select")).selectByVisibleText("id");

            Chromium.patiently(browser).until(driver -> text(".accuracy").endsWith("of 90 rows."));
        }
    }

    private static void score(ChromeDriver browser, Path file) {
        browser.findElement(By.name("file")).sendKeys(file.toString());
        browser.findElement(By.cssSelector(".upload button")).click();
    }

    private static void await(String selector, String text) {
        Chromium.patiently(browser).until(ExpectedConditions.textToBe(By.cssSelector(selector), text));
    }

    private static WebElement find(String selector) {
        return Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
    }

    private static String text(String selector) {
        return find(selector).getText();
    }
}
