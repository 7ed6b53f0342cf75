package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.WideModel;
import dev.onward.annotate.Annotation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weight of a page with everything that it loads, as a proxy compresses it, for a browser that has nothing yet. */
class PageWeightTest {

    @TempDir
    private Path folder = Path.of("");

    private static final int MAX_PAGE = 15_000;
    private static final int MAX_PAGE_WITH_REASONS = 35_000;
    private static final int MAX_PAGE_WITH_HUNDRED_FEATURES = 60_000;
    private static final int MAX_SCRIPT = 12_000;

    private static final int FEATURES = 100;

    private static final Pattern LOADED =
            Pattern.compile("(?:src|<link[^>]+href)=\"(/static/[^\"]+)\"|(?:from|import) \"\\./([^\"]+)\"");

    @Test
    void isSmallUpToTenFeaturesAlsoWithReasons() {
        try (WebApp server = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            Http http = Http.to(server);
            String row = "?gre_score=300&toefl_score=100&university_rating=4&sop=3&lor=4&cgpa=8.90&research=Yes";

            int empty = weight(http, http.get("/").body());
            int answered = weight(
                    http, WholeAnswer.of(() -> http.get("/" + row + "&answer")).body());

            assertThat(empty).isBetween(5_000, MAX_PAGE);
            assertThat(answered).isBetween(empty + 500, MAX_PAGE_WITH_REASONS);
        }
    }

    @Test
    void isSmallWithAHundredFeaturesReasonsAndCurves() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of(row(i -> "f" + i)));
        for (int row = 0; row < 300; row++) {
            lines.add(row(i -> String.format(Locale.ROOT, "%.4f", random.nextGaussian())));
        }
        Path model = folder.resolve("model.onnx");
        Annotation.run(
                Annotation.Request.of(WideModel.write(folder.resolve("wide.onnx"), FEATURES), model)
                        .withData(Optional.of(Files.write(folder.resolve("rows.csv"), lines))),
                new PrintWriter(Writer.nullWriter()));
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            Http http = Http.to(server);
            String query = row(i -> "f" + i + "=" + i % 3).replace(',', '&');

            String page =
                    WholeAnswer.of(() -> http.get("/?" + query + "&answer")).body();

            assertThat(page).contains("class=\"waterfall\"").containsPattern("class=\"curve");
            assertThat(weight(http, page)).isBetween(15_000, MAX_PAGE_WITH_HUNDRED_FEATURES);
        }
    }

    private static String row(IntFunction<String> cell) {
        return IntStream.range(0, FEATURES).mapToObj(cell).collect(Collectors.joining(","));
    }

    @Test
    void hasLittleScript() {
        Http http = Http.shared();

        int scripts = List.of("form.js", "sliders.js", "upload.js", "filter.js").stream()
                .mapToInt(name -> compressed(http.get("/static/" + name).body()))
                .sum();

        assertThat(scripts).isBetween(1_000, MAX_SCRIPT);
    }

    /** The size of a page and of all files that it loads, each once. */
    private static int weight(Http http, String page) {
        return weight(http, page, new HashSet<>());
    }

    private static int weight(Http http, String text, Set<String> counted) {
        Matcher loaded = LOADED.matcher(text);
        int weight = compressed(text);
        while (loaded.find()) {
            String path = loaded.group(1) == null ? "/static/" + loaded.group(2) : loaded.group(1);
            if (counted.add(path)) {
                Http.Answer file = http.get(path);
                assertThat(file.status()).as(path).isEqualTo(200);
                weight += weight(http, file.body(), counted);
            }
        }
        return weight;
    }

    private static int compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
