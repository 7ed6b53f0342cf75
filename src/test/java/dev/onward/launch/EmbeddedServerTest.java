package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.onward.Log;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web application in this JVM, from the class path and the folder {@code webapp}. */
class EmbeddedServerTest {

    private static final InstanceOfAssertFactory<StartException, AbstractThrowableAssert<?, StartException>> START =
            throwable(StartException.class);

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

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedServer server = server(Map.of(Setting.PORT, Integer.toString(other.getLocalPort())))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage("port " + other.getLocalPort() + " on 127.0.0.1 is in use by another program;"
                            + " choose another port with --port (0 picks a free one)");
        }
    }

    @Test
    void saysThatTheHostIsNotThere() {
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.HOST, "no-such-host.invalid"))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot listen on no-such-host.invalid, port 0: unknown host")
                    .asInstanceOf(START)
                    .extracting(StartException::exitCode)
                    .isEqualTo(1);
        }
    }

    @Test
    void saysThatTheModelIsMissing() {
        Path missing = work.resolve("missing.onnx");
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, missing.toString()))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(missing + ": expected a model file, found no file")
                    .asInstanceOf(START)
                    .extracting(StartException::exitCode)
                    .isEqualTo(2);
        }
    }

    @Test
    void saysThatTheFolderOfModelsIsMissing(@TempDir Path folder) throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path missing = folder.resolve("modles");
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODELS, missing.toString()))) {
            assertThatThrownBy(server::start)
                    .asInstanceOf(START)
                    .hasMessage("the folder " + missing + " cannot be read: it does not exist, did you mean \"" + models
                            + "\"?")
                    .extracting(StartException::exitCode)
                    .isEqualTo(2);
        }
    }

    @Test
    void saysThatTheFolderOfModelsIsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODELS, file.toString()))) {
            assertThatThrownBy(server::start)
                    .asInstanceOf(START)
                    .hasMessage(
                            "the folder " + file + " cannot be read: it is not a folder; serve one file with --model")
                    .extracting(StartException::exitCode)
                    .isEqualTo(2);
        }
    }

    @Test
    void saysThatTheModelIsAFolder(@TempDir Path folder) {
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, folder.toString()))) {
            assertThatThrownBy(server::start)
                    .asInstanceOf(START)
                    .hasMessage(folder + ": expected a model file, found a folder; name a file in it, or serve its"
                            + " models with --models")
                    .extracting(StartException::exitCode)
                    .isEqualTo(2);
        }
    }

    @Test
    void saysThatNoFileHasTheNameOfTheDefaultModel(@TempDir Path folder) throws IOException {
        Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        try (EmbeddedServer server = server(
                Map.of(Setting.PORT, "0", Setting.MODELS, folder.toString(), Setting.DEFAULT_MODEL, "banknotes"))) {
            assertThatThrownBy(server::start)
                    .asInstanceOf(START)
                    .hasMessage("the default model \"banknotes\" is not served, did you mean \"banknote\"?")
                    .extracting(StartException::exitCode)
                    .isEqualTo(2);
        }
    }

    /** Its file may be mended, and so may an empty folder. */
    @Test
    void waitsForADefaultModelThatCannotBeOpenedYet(@TempDir Path folder) throws IOException {
        Map<Setting, String> flags = Map.of(
                Setting.PORT, "0", Setting.MODELS, folder.toString(), Setting.DEFAULT_MODEL, "b", Setting.POLL, "0");

        try (EmbeddedServer empty = server(flags)) {
            empty.start();
        }
        Files.copy(Path.of("model.onnx"), folder.resolve("a.onnx"));
        Files.writeString(folder.resolve("b.onnx"), "this is no model");
        try (EmbeddedServer broken = server(flags)) {
            broken.start();
        }
    }

    /** In one line, and without another one in the log. */
    @Test
    void saysThatTheModelIsBroken(@TempDir Path folder) throws IOException {
        Log.start();
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");
        try (EmbeddedServer server = server(Map.of(Setting.PORT, "0", Setting.MODEL, broken.toString()))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(broken + ": not an ONNX model, but text, such as a CSV file, that begins with"
                            + " \"this is no model\"; expected the path of a model");
        }
        assertThat(Log.containing(broken.toString())).isEmpty();
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
