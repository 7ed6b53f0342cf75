package dev.onward.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import dev.onward.model.ConformanceModels;
import dev.onward.model.ConstantModel;
import dev.onward.model.EveryTypeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of the Open Inference Protocol, and of other model servers' formats, that others wrote, as they are
 * published, against the WAR. The tests themselves are in Python, beside the pins of what they test: src/test/clients.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {

    private static final Path MODELS = Path.of("target/clients/models").toAbsolutePath();
    private static final Path INTEROP = Path.of("src/test/resources/interop");

    private final OnwardProcess server;

    ClientsIT() throws IOException {
        writeModels();
        server = OnwardProcess.serveClasses("--models", MODELS.toString());
    }

    /** {@code mlserver} has Triton's client too, since MLServer's command uses it, and MLflow's. */
    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "kserve"})
    void understandsTheServer(String clients) {
        PythonEnvironment python = PythonEnvironment.of(clients);

        PythonEnvironment.Ended ended = PythonEnvironment.run(
                python.command(
                        "pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        python.sources().toString()),
                Map.of(
                        "ONWARD_URL",
                        server.url().toString(),
                        // Compiled modules are kept, for the many processes of some tests, but not beside the sources.
                        "PYTHONPYCACHEPREFIX",
                        Path.of("target/clients/pycache").toAbsolutePath().toString()));

        assertThat(ended.exit()).as(ended.output()).isZero();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static void writeModels() throws IOException {
        Files.createDirectories(MODELS);
        ConformanceModels.write(MODELS);
        Files.write(MODELS.resolve("echo.onnx"), EveryTypeModel.bytes());
        Files.writeString(MODELS.resolve("broken.onnx"), "not a model");
        for (int version = 1; version <= 2; version++) {
            Path folder = Files.createDirectories(MODELS.resolve("constant").resolve(Integer.toString(version)));
            Files.write(folder.resolve("model.onnx"), ConstantModel.plain(version));
        }
        copy(Path.of("model.onnx"), "banknote");
        copy(INTEROP.resolve("sklearn-logistic-zipmap/model.onnx"), "iris");
        copy(INTEROP.resolve("sklearn-logistic-strings-zipmap/model.onnx"), "iris-names");
        copy(INTEROP.resolve("sklearn-mixed-missing/model.onnx"), "people");
        copy(INTEROP.resolve("pytorch-image/model.onnx"), "image");
    }

    private static void copy(Path model, String name) throws IOException {
        Files.copy(model, MODELS.resolve(name + ".onnx"), StandardCopyOption.REPLACE_EXISTING);
    }
}
