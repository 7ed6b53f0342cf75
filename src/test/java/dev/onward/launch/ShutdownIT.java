package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import dev.onward.SlowRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graceful shutdown at SIGTERM. */
class ShutdownIT {

    /** Models that take some seconds to open. */
    private static final int MANY = 1_500;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isNotReadyForAWhileBeforeItStops() {
        OnwardProcess server = OnwardProcess.serve("--stop-delay", "5");
        Http http = Http.to(server);
        // The first takes far longer than all others.
        assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
        // Not the process's own, which would hear no more of it.
        server.process().toHandle().destroy();

        Patience.await(() -> http.get("/health/ready").status() == 503, "it is not ready");
        Http.Answer ready = http.get("/health/ready");
        Http.Answer prediction = http.postJson("/predict", BankNotes.GENUINE, "X-Request-Id", "one-of-the-last");
        Patience.await(() -> lines(server, "one-of-the-last").findAny().isPresent(), "the request is logged");
        int exit = server.terminate();

        assertThat(ready.body()).startsWith("{\"ready\":false,\"reason\":\"stopping\",");
        assertThat(prediction.status()).isEqualTo(200);
        assertThat(prediction.header("Connection")).contains("close");
        assertThat(lines(server, "one-of-the-last")).singleElement().asString().contains("\"status\":200");
        assertThat(exit).isEqualTo(143);
    }

    @Test
    void answersWhatIsUnderWayAndLeavesNoTemporaryFilesBehind() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        OnwardProcess server = OnwardProcess.serve(
                List.of("-Djava.io.tmpdir=" + temporary), Map.of(), "--concurrency", "1", "--concurrency-wait", "0");
        Http.to(server).postCsv("/predict", "variance,skewness,curtosis,entropy\n1,2,3,4\n");
        try (SlowRequest slow = SlowRequest.begin(server.url())) {
            server.process().destroy();
            // A Jetty that stops aborts a request after one second of silence.
            slow.sendByte();
            Patience.await(() -> !isListening(server), "its port is closed");
            slow.sendByte();

            String answer = slow.finish();
            int exit = server.terminate();

            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"title\":\"genuine\"");
            assertThat(exit).isEqualTo(143);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void endsAtOnceWhileItStarts() throws IOException, InterruptedException {
        Path models = Files.createDirectory(folder.resolve("models"));
        for (int i = 0; i < MANY; i++) {
            Files.copy(Path.of("model.onnx"), models.resolve("m" + i + ".onnx"));
        }
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path log = folder.resolve("log");
        Process starting = new ProcessBuilder(OnwardProcess.command(
                        List.of("-Djava.io.tmpdir=" + temporary),
                        List.of("--port", "0", "--models", models.toString())))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Patience.await(() -> !starting.isAlive() || served(log) > 0, "the first model is served");

        starting.destroy();

        assertThat(starting.waitFor()).isEqualTo(143);
        assertThat(served(log)).isPositive().isLessThan(MANY);
        assertThat(Files.readString(log)).doesNotContain("Exception", "Error", "listening at");
        assertThat(temporary).isEmptyDirectory();
    }

    /** The first file or folder of a step of the start; the step itself is in progress then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "onward-*",
                "onward-*/WEB-INF/server",
                "onward-*/application/WEB-INF/lib",
                "onward-*/webapp",
                "onnxruntime-java*"
            })
    void endsQuietlyAtEachStepOfTheStart(String step) throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path log = folder.resolve("log");
        Process starting = new ProcessBuilder(OnwardProcess.command(
                        List.of("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"), List.of("--port", "0")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PathMatcher matcher = temporary.getFileSystem().getPathMatcher("glob:" + temporary + "/" + step);
        while (starting.isAlive() && !exists(temporary, matcher)) {
            Thread.onSpinWait();
        }

        starting.destroy();

        assertThat(starting.waitFor()).isEqualTo(143);
        assertThat(Files.readString(log)).doesNotContain("Exception", "Error", "cannot", "WARN", "onward:");
        assertThat(temporary).isEmptyDirectory();
    }

    private static boolean exists(Path folder, PathMatcher matcher) {
        try (Stream<Path> files = Files.walk(folder, 4)) {
            return files.anyMatch(matcher::matches);
        } catch (IOException | UncheckedIOException e) {
            // A file was deleted meanwhile.
            return false;
        }
    }

    private static boolean isListening(OnwardProcess server) {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> lines(OnwardProcess server, String text) {
        return server.out().stream().filter(line -> line.contains(text));
    }

    private static long served(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(": serving m")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
