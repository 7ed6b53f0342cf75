package dev.onward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from the environment, in a process of its own. */
class EnvironmentIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void namesEveryWrongSettingByThePlaceItCameFrom() {
        OnwardProcess.Ended ended = OnwardProcess.runClasses(
                List.of("-Donward.row-limit=0"), Map.of("ONWARD_BODY_LIMIT", "much"), "--port", "abc");

        assertThat(ended.err())
                .isEqualTo("onward: --port: expected a whole number from 0 to 65535, got \"abc\";"
                        + " ONWARD_BODY_LIMIT: expected a size such as 65536, 512KiB, 16MiB or 1GiB, got \"much\";"
                        + " onward.row-limit: expected a whole number from 1 to 2147483647, got \"0\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    /** In its namespace, Kubernetes says so of a service called onward. */
    @Test
    void takesTheAddressOfAServiceForNoPort() {
        OnwardProcess.Ended ended = OnwardProcess.runClasses(
                List.of("-Donward.row-limit=0"), Map.of("ONWARD_PORT", "tcp://10.96.0.1:80"), "--poll", "0");

        assertThat(ended.err())
                .isEqualTo("onward: onward.row-limit: expected a whole number from 1 to 2147483647, got \"0\"\n");
    }

    @Test
    void servesTheModelThatIsNamed() throws IOException {
        Path copy = Files.copy(Path.of("model.onnx"), folder.resolve("copy.onnx"));

        try (OnwardProcess server = OnwardProcess.serveClasses(List.of(), Map.of("ONWARD_MODEL", copy.toString()))) {
            assertThat(Http.to(server).get("/health/ready").status()).isEqualTo(200);
        }
    }
}
