package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;

/** The page about a model in a browser. */
@Tag("browser")
class AboutBrowserIT {

    private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page\\b(?!s)");
    private static final int FEATURES = 100;

    private static ChromeDriver browser;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open() {
        browser = Chromium.start(new ChromeOptions());
    }

    @AfterAll
    static void close() {
        browser.quit();
    }

    @Test
    void printsOnTwoPagesAndFitsAPhone() {
        URI page = Http.shared().url("/about");

        assertThat(printedPages(page)).isEqualTo(2);
        Chromium.becomePhone(browser, 320);
        browser.get(page.toString());
        assertThat(Chromium.width(browser)).isEqualTo(320);
        assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
        Chromium.becomeDesktop(browser);
    }

    @Test
    void printsAHundredFeaturesOnTwoPages() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of(row(i -> "sensor_" + i + "_temperature", "class")));
        for (int row = 0; row < 200; row++) {
            lines.add(row(i -> String.format(Locale.ROOT, "%.4f", 10 * random.nextGaussian()), "" + row % 2));
        }
        Path model = folder.resolve("wide.onnx");
        Training.run(
                Training.Request.of(Files.write(folder.resolve("rows.csv"), lines), "class", model),
                new PrintWriter(Writer.nullWriter()));
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            assertThat(printedPages(server.url().resolve("about"))).isEqualTo(2);
            assertThat(browser.findElements(By.cssSelector(".many tbody tr"))).hasSize(FEATURES);
            assertThat(browser.findElement(By.cssSelector(".printed")).getDomProperty("textContent"))
                    .isEqualTo("and 70 more features");
        }
    }

    private static String row(IntFunction<String> cell, String last) {
        return IntStream.range(0, FEATURES).mapToObj(cell).collect(Collectors.joining(",", "", "," + last));
    }

    private static long printedPages(URI page) {
        browser.get(page.toString());
        PrintOptions options = new PrintOptions();
        options.setPageSize(PageSize.ISO_A4);
        String pdf = new String(
                Base64.getDecoder().decode(browser.print(options).getContent()), StandardCharsets.ISO_8859_1);
        return PAGE.matcher(pdf).results().count();
    }
}
