package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Http;
import dev.onward.LoanModel;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import dev.onward.WideModel;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The pages in all their states are valid HTML, as the Nu Html Checker of the W3C sees it. */
@Tag("browser")
class HtmlIT {

    private static final String DOUBTFUL = "variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5";
    private static final String KEY = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    @TempDir
    private Path folder = Path.of("");

    /** As they were sent, or as a script has changed them. */
    private Path pages = Path.of("");

    @Test
    void isValidInEveryState() throws IOException, InterruptedException {
        pages = Files.createDirectory(folder.resolve("pages"));
        collectStatesOfAForm();
        collectForms();
        collectOtherPages();
        collectWhatScriptsMake();

        assertThat(check()).isEmpty();
    }

    private void collectStatesOfAForm() throws IOException {
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            Http http = Http.to(server);
            keep("empty", http.get("/").body());
            keep("filled", http.get("/?" + DOUBTFUL).body());
            keep("answered", http.get("/?" + DOUBTFUL + "&answer").body());
            keep("part", http.postForm("/?part", DOUBTFUL).body());
            keep(
                    "compared",
                    http.postForm(
                                    "/",
                                    DOUBTFUL + "&compare=%7B%22variance%22:1,%22skewness%22:-2,%22curtosis%22:1.5,"
                                            + "%22entropy%22:1%7D")
                            .body());
            keep(
                    "outside",
                    http.get("/?" + DOUBTFUL.replace("0.5&", "100&") + "&answer")
                            .body());
            keep(
                    "refused",
                    http.postForm("/", "variance=%3Cb%3E%22x%22&skewness=100").body());
            keep("pasted", http.postForm("/?paste", "pasted=1;2%3C").body());
            keep("file refused", upload(http, "a,<b>\n1,2\n"));
            keep("no file", upload(http, ""));
            keep("about", http.get("/about").body());
            keep("docs", http.get("/docs").body());
            keep("missing", http.get("/nowhere", "Accept", "text/html").body());
            keep(
                    "method",
                    http.send("DELETE", "/", BodyPublishers.noBody(), "Accept", "text/html")
                            .body());
        }
    }

    private static String upload(Http http, String csv) {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + csv
                + "\r\n--x--\r\n";
        return http.send(
                        "POST",
                        "/",
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "multipart/form-data; boundary=x",
                        "Accept",
                        "text/html")
                .body();
    }

    private void collectForms() throws IOException {
        collect(
                "value",
                Path.of("docs/examples/admission.onnx"),
                "gre_score=300&toefl_score=100&university_rating=4&sop=3&lor=4&cgpa=8.90&research=Yes");
        collect("without a background", LoanModel.write(folder.resolve("loan.onnx")), "age=30&income=19&city=Bern");
        collect(
                "every type of feature",
                MixedModel.write(folder),
                "rooms=3&is+member=true&plan=plus&it%27s+a+%22remark%22=%C3%A4%5C%22%27%25%24x");
        String row = IntStream.range(0, 100).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&"));
        collect("in groups", WideModel.write(folder.resolve("wide.onnx"), 100), row);
        collect("thousands of features", WideModel.write(folder.resolve("wider.onnx"), 5_000), "f0=1");
        String name = "<b>\"x'&amp;";
        String card = """
                {"title": "%1$s", "description": "%1$s",
                 "values": [{"name": "%1$s", "title": "%1$s", "unit": "%1$s"}],
                 "features": [{"name": "%1$s", "title": "%1$s", "unit": "%1$s", "description": "%1$s"}, {"name": "b"}],
                 "examples": [{"title": "%1$s", "row": {"%1$s": 1, "b": 2}}],
                 "method": "%1$s", "metrics": [{"name": "%1$s", "value": 1}], "notes": ["%1$s"],
                 "data": {"name": "%1$s", "license": "%1$s", "citation": "%1$s"}}
                """.formatted(name.replace("\"", "\\\""));
        collect(
                "hostile names",
                WideModel.write(folder.resolve("hostile.onnx"), 2, card),
                "b=2&%3Cb%3E%22x%27%26amp%3B=1");
        for (String model : List.of("sklearn-multi-output", "sklearn-mixed-missing")) {
            collect(model, Path.of("src/test/resources/interop", model, "model.onnx"), "");
        }
    }

    private void collect(String name, Path model, String row) throws IOException {
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            Http http = Http.to(server);
            keep(name, http.get("/").body());
            keep(name + " answered", http.postForm("/", row).body());
            keep(name + " refused", http.postForm("/", "x=1").body());
            keep(name + " about", http.get("/about").body());
        }
    }

    private void collectOtherPages() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        for (String version : List.of("1", "2")) {
            Path target = Files.createDirectories(models.resolve("banknote").resolve(version));
            Files.copy(Path.of("model.onnx"), target.resolve("model.onnx"));
        }
        Files.copy(Path.of("docs/examples/admission.onnx"), models.resolve("admission.onnx"));
        Files.writeString(models.resolve("broken.onnx"), "no model");
        Files.copy(Path.of("src/test/resources/interop/pytorch-image/model.onnx"), models.resolve("image.onnx"));
        Path brand = Files.createDirectory(folder.resolve("brand"));
        Files.writeString(
                brand.resolve("brand.properties"), "title = A & B\naccent = #ffd500\nfooter = <b>Imprint</b>\n");
        try (WebApp server =
                WebApp.serve("--models", models.toString(), "--brand", brand.toString(), "--api-keys", KEY)) {
            Http http = Http.to(server);
            for (String path : List.of(
                    "/models",
                    "/models?q=bank",
                    "/models?q=nothing",
                    "/models/banknote",
                    "/models/banknote/about",
                    "/models/banknote/versions/1/about",
                    "/models/image",
                    "/models/image/about",
                    "/models/broken",
                    "/docs")) {
                keep("several" + path, http.get(path, "Accept", "text/html").body());
            }
            keep(
                    "no key",
                    http.postForm("/models/banknote", DOUBTFUL, "Accept", "text/html")
                            .body());
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));
        try (WebApp server = WebApp.serve("--models", empty.toString())) {
            keep("no models", Http.to(server).get("/", "Accept", "text/html").body());
            keep(
                    "no gallery",
                    Http.to(server).get("/models", "Accept", "text/html").body());
        }
    }

    private void collectWhatScriptsMake() throws IOException {
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            browser.get(server.url().toString());
            keep("script", content(browser));
            browser.findElement(By.name("variance"))
                    .sendKeys(String.join(Keys.TAB, "0.5", "-2.0", "1.5", "-0.5") + Keys.ENTER);
            Chromium.patiently(browser).until(ExpectedConditions.presenceOfElementLocated(By.id("answer-title")));
            keep("script answered", content(browser));
            Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n");
            score(browser, bad);
            Chromium.patiently(browser)
                    .until(ExpectedConditions.presenceOfElementLocated(By.id("file-problems-title")));
            keep("script file refused", content(browser));
            Path file = Files.writeString(
                    folder.resolve("rows.csv"), Files.readString(Path.of("data/banknote.csv")) + "x,1,2,3,0\n");
            score(browser, file);
            Chromium.patiently(browser)
                    .until(ExpectedConditions.textToBe(
                            By.cssSelector(".file .summary"),
                            "1,373 rows, 1,372 predicted, 1 with a problem: see the column error."));
            keep("script file", content(browser));
        } finally {
            browser.quit();
        }
    }

    private static void score(ChromeDriver browser, Path file) {
        browser.findElement(By.name("file")).sendKeys(file.toString());
        browser.findElement(By.cssSelector(".upload button")).click();
    }

    /** The page with everything that scripts have changed. */
    private static String content(ChromeDriver browser) {
        Object html = browser.executeScript("return document.documentElement.outerHTML");
        return "<!DOCTYPE html>\n" + Objects.requireNonNull(html);
    }

    private void keep(String state, String page) throws IOException {
        assertThat(page).as(state).startsWith("<!DOCTYPE html>");
        Files.writeString(pages.resolve(state.replaceAll("[^a-z0-9]+", "-") + ".html"), page);
    }

    /** The errors and warnings, each with the state and the place. */
    private List<String> check() throws IOException, InterruptedException {
        run(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-B",
                "-ntp",
                "-q",
                "-f",
                "src/test/html/pom.xml",
                "dependency:copy-dependencies");
        List<String> problems = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/html-checker/*",
                "nu.validator.client.SimpleCommandLineValidator",
                "--stdout",
                "--exit-zero-always",
                // The names of features are not English.
                "--filterpattern",
                ".*appears to be written in.*",
                pages.toString());
        return problems.stream()
                .map(problem -> problem.replace("file:" + pages + "/", ""))
                .toList();
    }

    /** Runs a program to its end, and returns the lines that it printed. */
    private List<String> run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(exitCode).as("%s%n%s", command[0], lines).isZero();
        return lines;
    }
}
