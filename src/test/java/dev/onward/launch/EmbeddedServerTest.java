package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web application in this JVM, from the class path and the folder {@code webapp}. */
class EmbeddedServerTest {

    @TempDir
    private Path work = Path.of("");

    @Test
    void servesAFolderWithClassesFromTheClassPath() throws Exception {
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, "model.onnx"))) {
            server.start();

            assertThat(get(server.url() + "health/ready")).startsWith("200 {\"ready\":true");
            assertThat(get(server.url() + "predict?variance=3.6&skewness=8.6&curtosis=-2.8&entropy=-0.4"))
                    .startsWith("200 {\"model\":\"banknote\"");
            assertThat(get(server.url())).startsWith("200 <!DOCTYPE html>");
        }
    }

    @Test
    void listensNoMoreOnceClosed() {
        EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, "model.onnx"));
        server.start();
        String url = server.url();

        server.close();

        assertThatThrownBy(() -> get(url)).isInstanceOf(ConnectException.class);
    }

    @Test
    void givesTheReasonIfTheApplicationCannotStart() {
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, "no-such.onnx"))) {
            assertThatThrownBy(server::start).isInstanceOf(StartException.class).hasMessageContaining("no-such.onnx: ");
        }
    }

    private EmbeddedServer server(Map<Setting, String> flags) {
        Settings settings = Settings.read(Source.ofFlags(flags));
        return EmbeddedServer.create(settings, flags, Path.of("webapp"), work);
    }

    private static String get(String url) throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
