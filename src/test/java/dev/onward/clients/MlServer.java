package dev.onward.clients;

import dev.onward.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** MLServer, with the models of the conformance suite on its own runtime for scikit-learn. */
public final class MlServer implements AutoCloseable {

    private static final Path MODELS = Path.of("target/clients/mlserver-models").toAbsolutePath();
    private static final Path LOG = Path.of("target/clients/mlserver.log").toAbsolutePath();
    private static final long START_SECONDS = 120;

    private final Process process;
    private final URI url;

    private MlServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Serves on free ports and returns as soon as it is ready. */
    public static MlServer serve(PythonEnvironment python) {
        PythonEnvironment.succeed(python.command(
                "python", python.sources().resolve("make_models.py").toString(), MODELS.toString()));
        try {
            int port = Ports.free();
            ProcessBuilder builder = new ProcessBuilder(python.command("mlserver", "start", MODELS.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(LOG.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "MLSERVER_HTTP_PORT", Integer.toString(port),
                            "MLSERVER_GRPC_PORT", Integer.toString(Ports.free()),
                            "MLSERVER_METRICS_PORT", Integer.toString(Ports.free())));
            MlServer server = new MlServer(builder.start(), URI.create("http://127.0.0.1:" + port + "/"));
            server.awaitReadiness();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReadiness() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ready =
                HttpRequest.newBuilder(url.resolve("v2/health/ready")).build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            Thread.sleep(200);
        }
        close();
        throw new IllegalStateException("did not start: " + Files.readString(LOG));
    }

    public URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
