package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.runtime.NativeLibraries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two copies of the WAR in one servlet container, and what else may have loaded ONNX Runtime there. */
class SideBySideIT {

    private static final String CANNOT = "the native ONNX Runtime cannot be loaded: ";

    /** Put there by the profile that runs slow tests. */
    private static final Path OTHER_RUNTIME = Path.of("target", "other-runtime", "onnxruntime.jar");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bothAnswer() {
        try (OnwardProcess container = container(List.of())) {
            for (String application : List.of("/a", "/b")) {
                assertReady(container, application);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSecondSaysThatTheFirstHasLoadedTheVeryFile() throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        NativeLibraries.unpack(libraries, "", "");

        try (OnwardProcess container = container(List.of("-Donnxruntime.native.path=" + libraries))) {
            List<String> reasons = new ArrayList<>();
            for (String application : List.of("/a", "/b")) {
                Http.Answer answer = Http.to(container).get(application + "/health/ready");
                if (answer.status() == 200) {
                    assertReady(container, application);
                } else {
                    reasons.add(answer.json().get("reason").asString());
                }
            }

            assertThat(reasons)
                    .containsExactly(CANNOT
                            + "another application in this JVM, or this one before a redeployment, has already loaded "
                            + libraries.resolve("libonnxruntime.so")
                            + ", because all applications share the file set with -Donnxruntime.native.path; restart"
                            + " the JVM without that property, so that each application uses its own copy");
        }
    }

    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void bothSayThatAnotherVersionIsThereAlready() {
        try (OnwardProcess container =
                container(List.of(), OTHER_RUNTIME.toAbsolutePath().toString())) {
            String fault =
                    CANNOT + "this JVM has already loaded a different version, for another application or before a"
                            + " redeployment of this one, and a JVM can load only one version; restart the JVM, and"
                            + " if another application needs the other version, run Onward in a separate JVM or use"
                            + " version 1.28.0 in"
                            + " both";
            for (String application : List.of("/a", "/b")) {
                Http.Answer ready = Http.to(container).get(application + "/health/ready");
                Http.Answer models = Http.to(container).get(application + "/models", "Accept", "text/html");

                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.json().get("reason").asString()).isEqualTo(fault);
                assertThat(models.status()).isEqualTo(200);
                assertThat(models.body()).contains(fault);
            }
            assertThat(container.log().lines().filter(line -> line.contains("not ready: " + fault)))
                    .hasSize(2);
            assertThat(container.log()).contains("version `VERS_1.28.0' not found (required by ");
        }
    }

    private static void assertReady(OnwardProcess container, String application) {
        Http http = Http.to(container);

        assertThat(http.get(application + "/health/ready").status()).isEqualTo(200);
        assertThat(http.get(application + "/predict?variance=3.6&skewness=8.6&curtosis=-2.8&entropy=-0.4")
                        .json()
                        .get("label")
                        .asString())
                .isEqualTo("0");
    }

    private OnwardProcess container(List<String> jvm, String... other) {
        Path built = OnwardProcess.war().resolveSibling("server");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", built + File.separator + "*" + File.pathSeparator + "target/test-classes"));
        command.addAll(List.of(SideBySide.class.getName(), OnwardProcess.war().toString(), folder.toString()));
        command.addAll(List.of(other));
        return OnwardProcess.start(command, Map.of());
    }
}
