package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;

/** A person with a browser, in which JavaScript is switched off. */
@Tag("browser")
class BrowserIT {

    @TempDir
    private Path downloads = Path.of("");

    private ChromeDriver browser;

    @BeforeEach
    void open() {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption(
                "prefs",
                Map.of(
                        "profile.managed_default_content_settings.javascript",
                        2,
                        "download.default_directory",
                        downloads.toString()));
        browser = Chromium.start(options);
        browser.get(Http.shared().url("/").toString());
    }

    @AfterEach
    void close() {
        browser.quit();
    }

    @Test
    void authenticatesABankNote() {
        type("variance", "3.6216");
        type("skewness", "8.6661");
        type("curtosis", "-2.8073");
        type("entropy", "-0.44699");

        submit();

        assertThat(text("#answer-title")).isEqualTo("genuine");
        assertThat(browser.findElements(By.cssSelector("meter"))).hasSize(2);
        assertThat(browser.findElement(By.cssSelector("meter")).getSize().getWidth())
                .isGreaterThan(100);
        assertThat(field("variance").getDomProperty("value")).isEqualTo("3.6216");
        assertNothingWasBlocked();
    }

    @Test
    void triesAnExample() {
        List<WebElement> examples = browser.findElements(By.cssSelector(".examples a"));
        assertThat(examples).hasSize(2);
        String title = examples.get(1).getText();

        examples.get(1).click();

        assertThat(text("#answer-title")).isEqualTo(title);
    }

    @Test
    void seesWhatIsWrongBesideTheField() {
        type("variance", "100");
        type("skewness", "8.6661");

        submit();

        wait(By.cssSelector(".problems"));
        assertThat(text("#hint-3 .problem")).isEqualTo("expected a number, got nothing");
        assertThat(text("#hint-0 .outside")).isEqualTo("Outside the training data: -7.0421 to 6.8248");
        assertThat(field("skewness").getDomProperty("value")).isEqualTo("8.6661");
        assertThat(browser.findElements(By.id("answer-title"))).isEmpty();
    }

    @Test
    void choosesAmongCategories() {
        try (WebApp server = WebApp.serve("--model", MixedModel.write(downloads).toString())) {
            browser.get(server.url().toString());
            assertThat(chosen("plan")).isEqualTo("choose…");
            type("rooms", "3");
            browser.findElement(By.id("field-4")).sendKeys("none");
            new Select(field("is member")).selectByVisibleText("No");

            submit();

            assertThat(text("#hint-3 .problem")).isNotEmpty();
            assertThat(chosen("is member")).isEqualTo("No");
            new Select(field("plan")).selectByVisibleText("plus");

            submit();

            assertThat(text("#answer-title")).isEqualTo("123 CHF");
            assertThat(chosen("plan")).isEqualTo("plus");
            assertThat(chosen("is member")).isEqualTo("No");
        }
    }

    @Test
    void keepsAValueThatIsNoCategory() {
        try (WebApp server = WebApp.serve("--model", MixedModel.write(downloads).toString())) {
            browser.get(server.url().resolve("/?plan=gold&rooms=3").toString());

            submit();

            assertThat(chosen("plan")).isEqualTo("\"gold\" (unknown)");
            assertThat(text("#hint-3 .problem")).isEqualTo("expected one of \"basic\", \"plus\", got \"gold\"");
            assertThat(field("rooms").getDomProperty("value")).isEqualTo("3");
        }
    }

    @Test
    void hasAFileScored() throws IOException {
        Path csv = Files.writeString(
                downloads.resolve("notes.csv"),
                "id,variance,skewness,curtosis,entropy\nA,3.6216,8.6661,-2.8073,-0.44699\nB,,1,2,3\n");

        scoreFile(csv);

        Path answer = downloads.resolve("notes-scored-2-rows-1-problem.csv");
        // The browser creates an empty file first, and replaces it with the complete one.
        Chromium.patiently(browser).until(driver -> answer.toFile().length() > 0);
        assertThat(Files.readAllLines(answer))
                .satisfiesExactly(
                        header -> assertThat(header).endsWith(",label,probability_0,probability_1,error"),
                        good -> assertThat(good).startsWith("A,3.6216,8.6661,-2.8073,-0.44699,0,0.99"),
                        bad -> assertThat(bad).isEqualTo("B,,1,2,3,,,,\"variance: expected a number, got nothing\""));
    }

    @Test
    void seesOnTheFormWhyAFileCannotBeScored() throws IOException {
        try (WebApp server = serveTwo()) {
            browser.get(server.url().resolve("/models/admission").toString());
            Path csv = Files.writeString(downloads.resolve("other.csv"), "a,b\n1,2\n");

            scoreFile(csv);

            wait(By.id("file-problems-title"));
            assertThat(text("h1")).isEqualTo("Graduate admission");
            assertThat(text(".file .problems li")).startsWith("line 1, ").endsWith(", found none");
            assertThat(browser.getTitle()).isEqualTo("Error: the file cannot be scored - Graduate admission");
            assertThat(browser.switchTo().activeElement().getText()).isEqualTo("The file cannot be scored");
            Path workbook = Files.write(downloads.resolve("notes.xlsx"), new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0});

            scoreFile(workbook);

            Chromium.patiently(browser).until(page -> text(".file .problems li").contains("Excel"));
            assertThat(text(".file .problems li"))
                    .isEqualTo("expected a CSV file, got an Excel workbook (.xlsx) or another ZIP archive;"
                            + " in Excel, use Save As and choose CSV UTF-8");
        }
    }

    @Test
    void seesOnTheFormThatNoFileWasChosen() {
        browser.findElement(By.cssSelector(".file button")).click();

        assertThat(text(".file .problems li")).isEqualTo("expected a CSV file, got an empty file or no file");
    }

    @Test
    void fillsInATemplate() throws IOException {
        browser.findElement(By.linkText("Download a template")).click();

        Path template = downloads.resolve("banknote-template.csv");
        Chromium.patiently(browser).until(driver -> template.toFile().length() > 0);
        assertThat(Files.readAllLines(template).get(0)).isEqualTo("variance,skewness,curtosis,entropy");
        scoreFile(template);
        Path answer = downloads.resolve("banknote-template-scored-2-rows.csv");
        Chromium.patiently(browser).until(driver -> answer.toFile().length() > 0);
        assertThat(Files.readAllLines(answer)).hasSize(3).allSatisfy(line -> assertThat(line)
                .doesNotContain("expected"));
    }

    private void scoreFile(Path file) {
        browser.findElement(By.name("file")).sendKeys(file.toString());
        browser.findElement(By.cssSelector(".file button")).click();
    }

    @Test
    void choosesAmongModels() throws IOException {
        try (WebApp server = serveTwo()) {
            browser.get(server.url().toString());
            assertThat(text("h1")).isEqualTo("Models");
            browser.findElement(By.linkText("Banknote authentication")).click();
            wait(By.name("variance"));
            List.of("variance", "skewness", "curtosis", "entropy").forEach(name -> type(name, "1"));

            submit();

            assertThat(text("#answer-title")).isIn("genuine", "forged");
            assertThat(browser.getCurrentUrl()).endsWith("/models/banknote");
            assertThat(browser.findElement(By.id("about")).isDisplayed()).isTrue();
            browser.findElement(By.linkText("All models")).click();
            wait(By.linkText("Graduate admission"));
            assertNothingWasBlocked();
        }
    }

    @Test
    void fitsAPhoneWithEveryPage() throws IOException {
        try (WebApp server = serveTwo()) {
            Chromium.becomePhone(browser);
            for (String page : List.of("/", "/models/banknote", "/models/admission")) {
                browser.get(server.url().resolve(page).toString());

                assertThat(Chromium.width(browser)).as(page).isEqualTo(360);
            }
        }
    }

    private WebApp serveTwo() throws IOException {
        Path models = Files.createDirectory(downloads.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("banknote.onnx"));
        Files.copy(Path.of("docs/examples/admission.onnx"), models.resolve("admission.onnx"));
        return WebApp.serve("--models", models.toString());
    }

    @Test
    void fitsAPhone() {
        Chromium.becomePhone(browser);
        browser.get(Http.shared()
                .url("/?variance=3.6216&skewness=80&curtosis=-2.8073&entropy=-0.44699")
                .toString());

        submit();

        wait(By.id("answer-title"));
        assertThat(Chromium.width(browser)).isEqualTo(360);
    }

    private void submit() {
        WebElement button = browser.findElement(By.cssSelector(".actions button"));
        button.click();
        Chromium.patiently(browser).until(ExpectedConditions.stalenessOf(button));
        wait(By.cssSelector(".actions button"));
    }

    private void type(String name, String value) {
        field(name).sendKeys(value);
    }

    private String chosen(String name) {
        return new Select(field(name)).getFirstSelectedOption().getText();
    }

    private WebElement field(String name) {
        return browser.findElement(By.name(name));
    }

    private String text(String selector) {
        return wait(By.cssSelector(selector)).getText();
    }

    private WebElement wait(By selector) {
        return Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(selector));
    }

    /** The browser reports what the content security policy made it refuse. */
    private void assertNothingWasBlocked() {
        assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
    }
}
