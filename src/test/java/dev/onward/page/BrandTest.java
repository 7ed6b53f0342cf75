package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.Http;
import dev.onward.WebApp;
import dev.onward.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages with the title, logo, colour and footer of a folder. */
class BrandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsTheBrandOnEveryPage() throws IOException {
        Files.writeString(
                folder.resolve("brand.properties"),
                "title = M\u00fcller & Sons\naccent = #ffd500\nfooter = <b>Imprint</b>\n");
        Files.writeString(folder.resolve("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        try (WebApp server = WebApp.serve("--brand", folder.toString())) {
            Http http = Http.to(server);

            for (String path : new String[] {"/", "/models", "/about", "/nowhere"}) {
                assertThat(http.get(path, "Accept", "text/html").body())
                        .as(path)
                        .contains("<img src=\"/static/brand-logo.svg\" alt=\"\" height=\"24\"> Müller &amp; Sons</a>")
                        .contains("<link rel=\"stylesheet\" href=\"/static/brand.css\">")
                        .containsOnlyOnce("dir=\"auto\">&lt;b&gt;Imprint&lt;/b&gt;</p>")
                        .doesNotContain("Onward");
            }
            assertThat(http.get("/docs").body()).contains("<title>Müller &amp; Sons: API</title>");
            assertThat(http.get("/static/brand-logo.svg").contentType()).isEqualTo("image/svg+xml");
            // Yellow can be read on the dark ground only.
            assertThat(http.get("/static/brand.css").body())
                    .matches("(?s):root \\{ --accent: #806b00; .*dark.*--accent: #ffd500; --chosen: #ffd500;"
                            + " --accent-text: #101412;.*");
        }
    }

    @Test
    void hasNoStyleSheetWithoutAColour() throws IOException {
        Files.writeString(folder.resolve("brand.properties"), "title=Other\n");
        try (WebApp server = WebApp.serve("--brand", folder.toString())) {
            Http http = Http.to(server);

            assertThat(http.get("/").body())
                    .contains("icon.svg")
                    .doesNotContain("brand.css")
                    .containsPattern("<footer class=\"brand\">\\s*<form");
            assertThat(http.get("/static/brand.css").status()).isEqualTo(404);
        }
    }

    @Test
    void namesEveryProblemOfTheFolder() throws IOException {
        assertThatThrownBy(() -> WebApp.serve("--brand", folder.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--brand: expected a folder with a readable file brand.properties, got \"" + folder + "\"");
        Files.writeString(folder.resolve("brand.properties"), "titel=x\naccent=red\n");
        Files.write(folder.resolve("logo.png"), new byte[300 << 10]);
        assertThatThrownBy(() -> WebApp.serve("--brand", folder.toString()))
                .hasMessage("--brand, brand.properties: expected title, accent or footer, got \"titel\"; --brand,"
                        + " brand.properties, accent: expected a colour such as #14603a, got \"red\"; --brand,"
                        + " logo.png: expected a readable file of at most 256 KiB");
    }
}
