package dev.onward.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.WebApp;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Files that are scored on the page, in a browser with JavaScript. */
@Tag("browser")
class FileBrowserIT {

    private static final String HEADER = "variance,skewness,curtosis,entropy";

    @TempDir
    private static Path folder = Path.of("");

    private static ChromeDriver browser;
    private static WebApp server;

    @BeforeAll
    static void open() {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption("prefs", Map.of("download.default_directory", folder.toString()));
        browser = Chromium.start(options);
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        server = WebApp.serve("--model", "model.onnx");
    }

    @AfterAll
    static void close() {
        browser.quit();
        server.close();
    }

    @BeforeEach
    void openThePage() {
        browser.get("about:blank");
        browser.get(server.url().toString());
        browser.manage().logs().get("browser");
    }

    /** The console tells what the content security policy forbade. A refusal, 4xx, is in it as well. */
    @AfterEach
    void checkThatNothingWasBlocked() {
        assertThat(browser.manage().logs().get("browser").getAll())
                .filteredOn(entry -> !entry.getMessage().contains("the server responded with a status of 4"))
                .isEmpty();
    }

    @Test
    void showsWhatTheRowsOfAFileGive() throws IOException {
        String csv = "Variance,skewness,curtosis,entropy,note\n3.6216,8.6661,-2.8073,-0.44699,\"a \"\"b\"\",\nc\"\n"
                + ",1,2,3,x\n-1.3971,3.3191,-1.3927,-1.9948,<b>bold</b>\n3.6216,8.6661,-2.8073,-0.44699,\n";
        Path file = Files.writeString(folder.resolve("notes.csv"), csv);

        score(file);

        await(
                ".file .summary",
                "4 rows, 3 predicted, 1 with a problem: see the column error."
                        + " The column Variance was read as variance.");
        assertThat(texts(".counts tbody tr")).containsExactly("genuine 0 2 66.7 %", "forged 1 1 33.3 %");
        assertThat(find(".scores svg").getDomAttribute("aria-label"))
                .isEqualTo("Probability of forged, from 0 % to 100 %");
        assertThat(sum(".scores rect")).isPositive();
        find(".bad summary").click();
        assertThat(texts(".bad tbody tr")).containsExactly("2 variance: expected a number, got nothing");
        assertThat(texts(".first tbody tr"))
                .containsExactly(
                        "1 genuine 0 > 99.9 % 3.6216 8.6661 -2.8073 -0.44699 a \"b\", c",
                        "2 variance: expected a number, got nothing 1 2 3 x",
                        "3 forged 1 99.8 % -1.3971 3.3191 -1.3927 -1.9948 <b>bold</b>",
                        "4 genuine 0 > 99.9 % 3.6216 8.6661 -2.8073 -0.44699");
        assertThat(download("notes-scored.csv"))
                .isEqualTo(Http.to(server).postCsv("/predict", csv).body());
        assertThat(browser.getCurrentUrl()).isEqualTo(server.url().toString());
        Chromium.becomePhone(browser, 320);
        assertThat(Chromium.width(browser)).isEqualTo(320);
        Chromium.becomeDesktop(browser);
    }

    @Test
    void takesAFileThatIsDropped() {
        browser.executeScript("""
                const data = new DataTransfer();
                data.items.add(new File(["%s\\n1,2,3,4\\n"], "dropped.csv", { type: "text/csv" }));
                document.querySelector("h1").dispatchEvent(
                  new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
                """.formatted(HEADER));

        await(".file .summary", "1 row, 1 predicted.");
    }

    @Test
    void refusesAFileWithoutTheColumns() throws IOException {
        browser.findElement(By.name("variance")).sendKeys("1");
        Path file = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");

        score(file);

        await("#file-problems-title", "The file cannot be scored");
        assertThat(texts(".file .problems li"))
                .hasSize(4)
                .contains("line 1, variance: expected a column with this name, found none");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("The file cannot be scored");
        assertThat(browser.findElement(By.name("variance")).getDomProperty("value"))
                .isEqualTo("1");
        assertThat(browser.findElements(By.cssSelector(".run"))).isEmpty();
    }

    @Test
    void endsWhenTheModelIsAnother() throws IOException {
        Path model = Files.copy(Path.of("docs/examples/admission.onnx"), folder.resolve("model.onnx"));
        try (WebApp own = WebApp.serve("--model", model.toString())) {
            browser.get(own.url().toString());
            String page = String.valueOf(browser.executeScript("""
                    const section = document.querySelector("section.file");
                    const model = JSON.parse(section.dataset.model);
                    model.sha256 = "0".repeat(64);
                    section.dataset.model = JSON.stringify(model);
                    return document.title"""));
            assertThat(page).isEqualTo("Graduate admission");
            Path file = Files.writeString(folder.resolve("any.csv"), "a\n1\n");

            score(file);

            await(
                    ".file .problems li",
                    "The model was replaced by another one since this page was loaded, so the run was ended.");
            assertThat(find(".file .problems a").getDomProperty("href"))
                    .isEqualTo(own.url().toString());
        }
    }

    @Test
    void comparesWithTheTrueClasses() throws IOException {
        List<String[]> rows = Http.to(server)
                .postCsv("/predict", Files.readString(Path.of("data/banknote.csv")))
                .body()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        long right = rows.stream().filter(row -> row[4].equals(row[5])).count();

        score(Path.of("data/banknote.csv").toAbsolutePath());

        await(".file .summary", "1,372 rows, 1,372 predicted.");
        assertThat(new Select(find(".truth select")).getFirstSelectedOption().getText())
                .isEqualTo("class");
        assertThat(text(".accuracy"))
                .endsWith(String.format(": %,d of 1,372 rows predicted as the class in the column.", right));
        assertThat(texts(".confusion tbody tr"))
                .containsExactly(
                        "genuine " + count(rows, "0", "0") + " " + count(rows, "0", "1"),
                        "forged " + count(rows, "1", "0") + " " + count(rows, "1", "1"));
        assertThat(Double.parseDouble(text(".roc .area").replace("Area ", ""))).isCloseTo(area(rows), within(0.0015));
        assertThat(find(".calibration svg").getDomAttribute("aria-label")).startsWith("Calibration of forged: ");

        new Select(find(".truth select")).selectByVisibleText("none");

        Chromium.patiently(browser)
                .until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(".evaluation")));
        new Select(find(".truth select")).selectByVisibleText("class");

        // Counted once more, from the predictions.
        Chromium.patiently(browser).until(driver -> text(".accuracy")
                .endsWith(String.format(": %,d of 1,372 rows predicted as the class in the column.", right)));
    }

    private static long count(List<String[]> rows, String truth, String predicted) {
        return rows.stream()
                .filter(row -> row[4].equals(truth) && row[5].equals(predicted))
                .count();
    }

    /** The share of pairs of a forged and a genuine note in which the forged one has the higher probability. */
    private static double area(List<String[]> rows) {
        double[] forged = probabilities(rows, "1");
        double[] genuine = probabilities(rows, "0");
        double above = 0;
        for (double one : forged) {
            for (double other : genuine) {
                above += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return above / forged.length / genuine.length;
    }

    private static double[] probabilities(List<String[]> rows, String truth) {
        return rows.stream()
                .filter(row -> row[4].equals(truth))
                .mapToDouble(row -> Double.parseDouble(row[7]))
                .toArray();
    }

    @Test
    void scoresAFileOfMoreThan16MegabytesInParts() throws IOException {
        Path file = large(folder.resolve("large.csv"), 17_000_000);
        browser.executeScript("""
                window.seen = new Set();
                new MutationObserver(() => {
                  const now = document.querySelector(".run .now");
                  if (now) window.seen.add(now.textContent.replace(/, [0-9.]+ s$/, ""));
                }).observe(document.querySelector("section.file"), { childList: true, subtree: true });
                """);

        score(file);

        Chromium.patiently(browser).until(driver -> text(".file .summary").contains("predicted"));
        List<String> expected;
        try (Stream<String> lines = Http.to(server)
                .postCsv("/predict", Files.readString(file))
                .body()
                .lines()) {
            expected = lines.toList();
        }
        assertThat(download("large-scored.csv").lines().toList()).isEqualTo(expected);
        // Bytes and rows were seen to grow. Progress is shown by the clock, so how often depends on the machine.
        assertThat(browser.executeScript("return window.seen.size > 2")).isEqualTo(true);
        find(".bad summary").click();
        List<String> problems = texts(".bad tbody tr");
        List<Integer> bad = IntStream.range(1, expected.size())
                .filter(row -> !expected.get(row).endsWith(","))
                .boxed()
                .toList();
        assertThat(problems).hasSize(100);
        assertThat(bad).hasSizeGreaterThan(100);
        for (int i = 0; i < 100; i++) {
            assertThat(problems.get(i)).startsWith(String.format("%,d ", bad.get(i)));
        }
        assertThat(text(".bad .more")).isEqualTo(String.format("and %,d more: see the column error", bad.size() - 100));
    }

    /** A file with about so many bytes, in which every thousandth row has a problem. */
    private static Path large(Path file, int size) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER + ",id\n");
            int written = 0;
            for (int row = 1; written < size; row++) {
                String line = row % 1000 == 0
                        ? "x,1,2,3," + row + "\n"
                        : String.format(
                                "%.4f,%.4f,%.4f,%.4f,\"N, %d\"%n",
                                random.nextGaussian() * 3,
                                random.nextGaussian() * 6,
                                random.nextGaussian() * 4,
                                random.nextGaussian() * 2,
                                row);
                out.write(line);
                written += line.length();
            }
        }
        return file;
    }

    @Test
    void cancelsAndKeepsNothing() throws IOException {
        Path file = large(folder.resolve("cancelled.csv"), 60_000_000);
        long before = heap();

        score(file);
        Chromium.patiently(browser)
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".first tbody tr")));
        long start = System.nanoTime();
        find(".cancel").click();

        WebDriverWait wait = Chromium.patiently(browser);
        wait.pollingEvery(Duration.ofMillis(50));
        wait.until(ExpectedConditions.numberOfElementsToBe(By.cssSelector(".run"), 0));
        assertThat(text(".file .summary")).startsWith("Cancelled after ");
        wait.until(driver -> Http.to(server)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("onward_http_requests_in_flight"))
                .allMatch(line -> line.endsWith(" 1.0")));
        Duration cancelling = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("all is freed " + cancelling.toMillis() + " ms after Cancel");
        // Less than a second on a quiet machine.
        assertThat(cancelling).isLessThan(Duration.ofSeconds(5));
        assertThat(heap() - before).isLessThan(4_000_000);
        assertThat(browser.findElement(By.name("file")).getDomProperty("value")).isEmpty();
    }

    /** The bytes of JavaScript objects, without those that nothing refers to. */
    private static long heap() {
        browser.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Object used =
                browser.executeCdpCommand("Runtime.getHeapUsage", Map.of()).getOrDefault("usedSize", 0L);
        return ((Number) used).longValue();
    }

    static List<String> files() {
        String row = "3.6216,8.6661,-2.8073,-0.44699";
        return List.of(
                HEADER + "\n" + (row + "\n").repeat(50),
                HEADER + "\r\n" + (row + "\r\n\r\n").repeat(50),
                HEADER + "\r" + (row + "\r").repeat(50) + row,
                "\uFEFF" + HEADER + ",\"a\nb\"\n" + (row + ",\"x\r\n\"\"y\"\"\n\"\n").repeat(30),
                HEADER + ",note\n" + (row + ",5\" pipe\n" + row + ",\"a\"b\n" + row + ",ok\n").repeat(20),
                HEADER + ",note\n" + row + ",a\n" + row + ",\"open\n" + (row + ",b\n").repeat(40),
                (HEADER + ",note").replace(',', ';') + "\n"
                        + (row.replace(',', ';').replace('.', ',') + ";\"ä;€\n😀\"\n").repeat(30)
                        + "1;2;3;4;x\n".repeat(30),
                HEADER + ",note\n" + row + ",\"" + "ä".repeat(100_000) + "\"\n" + row + ",\"" + "€\n".repeat(70_000)
                        + row + ",c\n" + (row + ",b\n").repeat(400),
                HEADER + "\n",
                HEADER);
    }

    @ParameterizedTest
    @MethodSource("files")
    void cutsBetweenRecordsAsTheServerReadsThem(String csv) {
        Http http = Http.to(server);
        String whole = http.postCsv("/predict", csv).body();
        for (int size : new int[] {7, 64, 1000, 200_000}) {
            if (csv.length() / size > 3000) {
                continue;
            }
            StringBuilder joined = new StringBuilder();
            String decimal = "";
            for (List<?> part : parts(csv, size)) {
                String answer = http.postCsv("/predict?line=" + part.get(1) + decimal, (String) part.get(0))
                        .body();
                int header = whole.indexOf("error\r\n") + "error\r\n".length();
                joined.append(joined.isEmpty() ? answer : answer.substring(header));
                decimal = csv.contains(";") ? "&decimal=comma" : "";
            }
            assertThat(joined.toString()).as("parts of " + size).isEqualTo(whole);
        }
    }

    /** Cuts a file in the browser: the bodies and the lines of their first rows. */
    @SuppressWarnings("unchecked")
    private static List<List<?>> parts(String csv, int size) {
        Object parts = browser.executeAsyncScript("""
                const [csv, size, done] = arguments;
                import("/static/parts.js").then(async ({ Parts }) => {
                  const parts = new Parts(new Blob([csv]));
                  const cut = [];
                  for (let part = await parts.next(size); part !== null; part = await parts.next(size)) {
                    // A Blob's text has no byte order mark.
                    const bytes = new Uint8Array(await part.body.arrayBuffer());
                    cut.push([new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), part.line]);
                  }
                  done(cut);
                }).catch((error) => done(String(error)));
                """, csv, size);
        assertThat(parts).isInstanceOf(List.class);
        return new ArrayList<>((List<List<?>>) parts);
    }

    private static void score(Path file) {
        browser.findElement(By.name("file")).sendKeys(file.toString());
        browser.findElement(By.cssSelector(".upload button")).click();
    }

    private static String download(String name) throws IOException {
        find(".download a").click();
        Path file = folder.resolve(name);
        Chromium.patiently(browser).until(driver -> file.toFile().length() > 0);
        return Files.readString(file, UTF_8);
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

    private static List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(element -> element.getText().replaceAll("\\s+", " "))
                .toList();
    }

    /** The sum of the heights of bars. */
    private static double sum(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .mapToDouble(bar -> Double.parseDouble(String.valueOf(bar.getDomAttribute("height"))))
                .sum();
    }
}
