package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The weight of a page with everything that it loads, as a proxy compresses it, for a browser that has nothing yet. */
class PageWeightTest {

    private static final int MAX_PAGE = 15_000;
    private static final int MAX_PAGE_WITH_REASONS = 35_000;
    private static final int MAX_SCRIPT = 12_000;

    private static final Pattern LOADED =
            Pattern.compile("(?:src|<link[^>]+href)=\"(/static/[^\"]+)\"|from \"\\./([^\"]+)\"");

    @Test
    void isSmallUpToTenFeaturesAlsoWithReasons() {
        try (WebApp server = WebApp.serve("--model", "docs/examples/admission.onnx")) {
            Http http = Http.to(server);
            String row = "?gre_score=300&toefl_score=100&university_rating=4&sop=3&lor=4&cgpa=8.90&research=Yes";

            int empty = weight(http, http.get("/").body());
            int answered = weight(http, http.get("/" + row + "&answer").body());

            assertThat(empty).isBetween(5_000, MAX_PAGE);
            assertThat(answered).isBetween(empty + 500, MAX_PAGE_WITH_REASONS);
        }
    }

    @Test
    void hasLittleScript() {
        Http http = Http.shared();

        int scripts = List.of("form.js", "sliders.js").stream()
                .mapToInt(name -> compressed(http.get("/static/" + name).body()))
                .sum();

        assertThat(scripts).isBetween(1_000, MAX_SCRIPT);
    }

    /** The size of a text and of all files that it names. */
    private static int weight(Http http, String text) {
        Matcher loaded = LOADED.matcher(text);
        int weight = compressed(text);
        while (loaded.find()) {
            String path = loaded.group(1) == null ? "/static/" + loaded.group(2) : loaded.group(1);
            Http.Answer file = http.get(path);
            assertThat(file.status()).as(path).isEqualTo(200);
            weight += weight(http, file.body());
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
