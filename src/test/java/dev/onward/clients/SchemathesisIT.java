package dev.onward.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever Schemathesis draws from the OpenAPI document is answered as the document says. What is checked stands in
 * src/test/clients/schemathesis.
 */
@Tag("clients")
class SchemathesisIT {

    private static final String SEED = System.getProperty("schemathesis.seed", "1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.onnx",
                "src/test/resources/interop/sklearn-mixed-missing/model.onnx",
                "src/test/resources/interop/sklearn-multi-output/model.onnx",
                "src/test/resources/interop/sklearn-logistic-strings-zipmap/model.onnx"
            })
    void findsNothingThatTheDocumentDoesNotSay(String model) {
        PythonEnvironment python = PythonEnvironment.of("schemathesis");
        try (OnwardProcess server = OnwardProcess.serve("--model", model)) {
            String url = server.url().toString();

            PythonEnvironment.Ended ended = PythonEnvironment.run(
                    python.command(
                            "schemathesis",
                            "--config-file",
                            python.sources().resolve("schemathesis.toml").toString(),
                            "--no-color",
                            "run",
                            url + "openapi.json",
                            "--url",
                            url,
                            "--seed",
                            SEED),
                    Map.of(
                            "ONWARD_URL",
                            url,
                            "PYTHONPATH",
                            python.sources().toString(),
                            "PYTHONDONTWRITEBYTECODE",
                            "1",
                            "PYTHONIOENCODING",
                            "utf-8",
                            "HYPOTHESIS_STORAGE_DIRECTORY",
                            "target/clients/hypothesis"));

            assertThat(ended.exit()).as(ended.output()).isZero();
            assertThat(ended.output()).containsPattern("\\d{4} generated, \\d{4} passed");
        }
    }
}
