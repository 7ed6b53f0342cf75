package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.WideModel;
import dev.onward.model.ConstantModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about a model. */
class AboutTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsWhatIsKnownOfAModel() {
        Http.Answer answer = Http.shared().get("/models/banknote/about");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("<h1 dir=\"auto\">Banknote authentication</h1>")
                .contains("Distinguishes genuine from forged banknotes")
                .containsPattern("<th scope=\"row\" dir=\"auto\">accuracy</th>\\s+<td>1 ")
                .containsPattern("Calibration of <bdi>forged</bdi>")
                .containsPattern("aria-label=\"[^\"]*>.99\\.9.% predicted, >.99\\.9.% observed\"".replace(">", "&gt;"))
                .contains("Do not use this model to check real money.")
                .containsPattern(
                        "<td>-7.0421 to 6.8248, mean 0.4337<small dir=\"auto\">half of the values from -1.77\\d"
                                + " to 2.82\\d")
                .containsPattern("<svg class=\"distribution\"[^>]*><path d=\"M0 32\\.0L0\\.0 [^\"]+Z\"")
                .contains("<td><bdi>forged</bdi></td>")
                .contains("<th scope=\"row\"><a dir=\"auto\" href=\"/models/banknote/versions/1/about\">1</a>")
                .contains("<td>11 golden rows reproduced</td>")
                .contains("759c02ecf682addc583b8d6f6465c9716be2fbb2470329ac2f266505c8671fcd")
                .contains("/models/banknote/predict \\")
                .containsPattern("<td class=\"state\">reproduced</td>")
                .doesNotContain("<script", "style=");
    }

    @Test
    void comparesVersionsOnOneRow() throws IOException {
        for (int version = 1; version <= 3; version++) {
            Path own = Files.createDirectories(folder.resolve("m/" + version));
            Files.write(own.resolve("model.onnx"), ConstantModel.plain(version));
        }
        Path wide = Files.createDirectories(folder.resolve("m/4"));
        WideModel.write(wide.resolve("model.onnx"), 2, "{\"features\": [{\"name\": \"x\"}, {\"name\": \"y\"}]}");
        try (WebApp server = WebApp.serve("--models", folder.toString())) {
            String page = Http.to(server).get("/models/m/versions/3/about").body();

            assertThat(page)
                    .containsPattern("/models/m/versions/3/about\">3</a>\\s*</th>\\s*<td dir=\"auto\">3</td>")
                    .containsPattern("/models/m/versions/1/about\">1</a>\\s*</th>\\s*<td dir=\"auto\">1</td>")
                    .containsPattern("/models/m/versions/4/about\">4</a><small>default</small>\\s*</th>\\s*"
                            + "<td dir=\"auto\">does not take this row: [^<]*y: expected a number");
        }
    }

    @Test
    void saysWhatIsNotKnown() {
        Path model = WideModel.write(folder.resolve("plain.onnx"), 2);
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            assertThat(Http.to(server).get("/about").body())
                    .contains("The model file contains no information about training, performance or data.")
                    .contains("The model file says nothing about how good the predictions are.")
                    .contains("contains no golden rows")
                    .doesNotContain("<svg");
        }
    }

    @Test
    void describesAModelWithoutAForm() {
        try (WebApp server = WebApp.serve("--model", "src/test/resources/interop/pytorch-image/model.onnx")) {
            Http.Answer answer = Http.to(server).get("/about");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("Recognised inputs and outputs").doesNotContain("curl", "Open the form");
        }
    }
}
