package dev.onward.page;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * What people see of a large file that the page scores: the time until the first rows, the time between two reports of
 * progress, the time until all is freed after Cancel, and the server's memory. Asserts nothing, since machines differ.
 */
@Tag("bench")
class FileRunBenchmark {

    private static final int MEGABYTES = Integer.getInteger("file.megabytes", 200);

    /** Notes when the rows are first shown, and each change of the progress in words, in milliseconds since the start. */
    private static final String WATCH = """
            const seen = { first: null, progress: [] };
            let last = "";
            window.seen = seen;
            new MutationObserver(() => {
              const at = performance.now() - seen.start;
              if (seen.first === null && document.querySelector(".first tbody tr")) seen.first = at;
              const now = document.querySelector(".run .now")?.textContent ?? last;
              if (now !== last) seen.progress.push(at);
              last = now;
            }).observe(document.querySelector("section.file"), { childList: true, subtree: true });
            document.querySelector(".upload").addEventListener("submit", () => { seen.start = performance.now(); }, true);
            """;

    @Test
    void measuresALargeFile(@TempDir Path folder) throws IOException {
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try {
            measure(browser, write(folder.resolve("small.csv"), 1));
            Path large = write(folder.resolve("large.csv"), MEGABYTES);
            measure(browser, large);
            cancel(browser, large);
        } finally {
            browser.quit();
        }
    }

    private static void measure(ChromeDriver browser, Path file) throws IOException {
        try (OnwardProcess server = serve()) {
            start(browser, server, file);
            WebDriverWait wait = Chromium.patiently(browser);
            wait.withTimeout(Duration.ofMinutes(4));
            wait.until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(".download a")));
            Object figures = browser.executeScript("""
                    const { first, progress } = window.seen;
                    const gaps = progress.map((at, i) => at - (i === 0 ? 0 : progress[i - 1])).sort((a, b) => a - b);
                    const of = (share) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))].toFixed(0);
                    return "first rows after " + first.toFixed(0) + " ms, " + gaps.length + " reports, between two p50 " + of(0.5)
                      + " ms, p95 " + of(0.95) + " ms, max " + of(1) + " ms; "
                      + (progress[progress.length - 1] / 1000).toFixed(1) + " s in all";
                    """);
            System.out.printf(
                    Locale.ROOT,
                    "%d MB: %s; peak memory of the server %d MB%n",
                    Files.size(file) / 1_000_000,
                    figures,
                    peak(server) / 1000);
        }
    }

    private static void cancel(ChromeDriver browser, Path file) {
        try (OnwardProcess server = serve()) {
            start(browser, server, file);
            Chromium.patiently(browser)
                    .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".first tbody tr")));
            Object gone = browser.executeScript("""
                    const start = performance.now();
                    document.querySelector(".cancel").click();
                    return document.querySelector(".run") === null ? performance.now() - start : null;
                    """);
            long clicked = System.nanoTime();
            while (requestsInFlight(server) > 1) {
                Thread.onSpinWait();
            }
            System.out.printf(
                    Locale.ROOT,
                    "Cancel: the run is gone after %.0f ms, its request after %d ms; %s%n",
                    ((Number) Objects.requireNonNull(gone)).doubleValue(),
                    (System.nanoTime() - clicked) / 1_000_000,
                    browser.executeScript("return document.querySelector('.file .summary').textContent"));
        }
    }

    private static double requestsInFlight(OnwardProcess server) {
        return Http.to(server)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("onward_http_requests_in_flight"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static OnwardProcess serve() {
        return OnwardProcess.serve(List.of("-XX:TieredStopAtLevel=4", "-Xmx256m"), Map.of(), "--model", "model.onnx");
    }

    private static void start(ChromeDriver browser, OnwardProcess server, Path file) {
        browser.get(server.url().toString());
        browser.executeScript(WATCH);
        browser.findElement(By.name("file")).sendKeys(file.toAbsolutePath().toString());
        browser.findElement(By.cssSelector(".upload button")).click();
    }

    /** The most memory that the server had at one time, in kB. */
    private static long peak(OnwardProcess server) throws IOException {
        Path status = Path.of("/proc", String.valueOf(server.process().pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static Path write(Path file, int megabytes) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("variance,skewness,curtosis,entropy,class\n");
            for (long written = 0; written < megabytes * 1_000_000L; ) {
                String line = String.format(
                        Locale.ROOT,
                        "%.4f,%.4f,%.4f,%.4f,%d%n",
                        random.nextGaussian() * 3,
                        random.nextGaussian() * 6,
                        random.nextGaussian() * 4,
                        random.nextGaussian() * 2,
                        random.nextInt(2));
                out.write(line);
                written += line.length();
            }
        }
        return file;
    }
}
