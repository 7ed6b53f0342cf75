package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The list of models as a page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GalleryTest {

    private WebApp server;

    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        Files.copy(Path.of("docs/examples/admission.onnx"), folder.resolve("admission.onnx"));
        Path images = Files.createDirectories(folder.resolve("images/1"));
        Files.copy(Path.of("src/test/resources/interop/pytorch-image/model.onnx"), images.resolve("model.onnx"));
        server = WebApp.serve("--models", folder.toString());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void showsTaskQualityAndState() {
        String page = gallery("");

        assertThat(page)
                .containsPattern("<li dir=\"auto\">classification</li><li dir=\"auto\">accuracy 1</li>"
                        + "<li dir=\"auto\">11 golden rows reproduced</li>")
                .contains("<li dir=\"auto\">regression</li>")
                .contains("href=\"/models/banknote/about\"");
    }

    @Test
    void marksWhatIsNotATable() {
        assertThat(gallery("?q=images"))
                .contains("<li class=\"other\">")
                .contains("Does not accept rows of a table, so it has no form.")
                .contains("<li dir=\"auto\">not verified</li>")
                .doesNotContain("Banknote");
    }

    @Test
    void findsModelsByTheirWords() {
        assertThat(gallery("?q=Wavelet+BANKNOTE"))
                .contains("Banknote authentication", "name=\"q\" value=\"Wavelet BANKNOTE\"")
                .doesNotContain("Graduate admission");
        assertThat(gallery("?q=regression")).contains("Graduate admission").doesNotContain("Banknote");
        assertThat(gallery("?q=%3Cb%3E")).contains("No model matches.", "value=\"&lt;b&gt;\"");
    }

    private String gallery(String query) {
        return Http.to(server).get("/models" + query, "Accept", "text/html").body();
    }
}
