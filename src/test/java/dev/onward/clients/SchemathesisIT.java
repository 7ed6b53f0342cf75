package dev.onward.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every request that Schemathesis generates from the OpenAPI document is answered as the document says. The
 * configuration, with what is checked, is in src/test/clients/schemathesis.
 */
@Tag("clients")
@Execution(ExecutionMode.CONCURRENT)
class SchemathesisIT {

    private static final String SEED = System.getProperty("schemathesis.seed", "1");

    /**
     * The paths whose schemas depend on the model, without those that have the same schemas and handlers as another.
     */
    private static final String PATHS_OF_THE_MODEL =
            "^(/predict|/invocations|/models/[^/]+|/v1/models/[^/{]+:predict|/v2/models/[^/{]+/infer)$";

    @Test
    void findsNothingThatTheDocumentDoesNotSay() {
        run("model.onnx", List.of());
    }

    /** Without the sequences of requests, which combine all paths, and with fewer requests drawn at random. */
    @ParameterizedTest
    @ValueSource(strings = {"sklearn-mixed-missing", "sklearn-multi-output", "sklearn-logistic-strings-zipmap"})
    void findsNothingThatTheSchemasOfAnotherModelDoNotSay(String model) {
        run(
                "src/test/resources/interop/" + model + "/model.onnx",
                List.of(
                        "--phases",
                        "examples,coverage,fuzzing",
                        "--max-examples",
                        "10",
                        "--include-path-regex",
                        PATHS_OF_THE_MODEL));
    }

    private static void run(String model, List<String> options) {
        PythonEnvironment python = PythonEnvironment.of("schemathesis");
        Path target = Path.of("target/clients").toAbsolutePath();
        try (OnwardProcess server = OnwardProcess.serveClasses("--model", model)) {
            String url = server.url().toString();

            List<String> command = python.command(
                    "schemathesis",
                    "--config-file",
                    python.sources().resolve("schemathesis.toml").toString(),
                    "--no-color",
                    "run",
                    url + "openapi.json",
                    "--url",
                    url,
                    "--seed",
                    SEED);
            command.addAll(options);

            PythonEnvironment.Ended ended = PythonEnvironment.run(
                    command,
                    Map.of(
                            "ONWARD_URL",
                            url,
                            "PYTHONPATH",
                            python.sources().toString(),
                            "PYTHONPYCACHEPREFIX",
                            target.resolve("pycache").toString(),
                            "PYTHONIOENCODING",
                            "utf-8",
                            "HYPOTHESIS_STORAGE_DIRECTORY",
                            target.resolve("hypothesis").toString()));

            assertThat(ended.exit()).as(ended.output()).isZero();
            assertThat(ended.output()).containsPattern("\\d{4} generated, \\d{4} passed");
        }
    }
}
