package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.OnwardProcess;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The end of a process whose heap is really used up: by a model that answers each row with 64 KiB, which no body
 * announces.
 */
@Tag("slow")
class OutOfMemoryIT {

    private static final int WIDTH = 16_384;
    private static final int ROWS = 2_000;

    /** The exit code of a JVM with -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void exitsWithStatusThree() throws Exception {
        Path model = Files.write(folder.resolve("wide.onnx"), wideModel());
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx64m"), Map.of(), "--model", model.toString())) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/v2/models/wide/infer"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body()))
                    .build();
            String outcome;
            try {
                outcome = HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .toString();
            } catch (IOException e) {
                outcome = "the connection ended";
            }

            assertThat(server.process().waitFor(60, TimeUnit.SECONDS))
                    .as("%s, %s", outcome, server.log())
                    .isTrue();
            assertThat(server.process().exitValue()).isEqualTo(OUT_OF_MEMORY);
            assertThat(outcome).isEqualTo("the connection ended");
            assertThat(server.log())
                    .contains("onward: out of memory, exiting with status 3; choose a larger heap with java -Xmx");
        }
    }

    private static String body() {
        return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + ROWS + ",1],\"data\":["
                + "1,".repeat(ROWS - 1) + "1]}]}";
    }

    private static byte[] wideModel() {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .floats("factors", new long[] {1, WIDTH}, new float[WIDTH])
                .node("MatMul", List.of("x", "factors"), "y")
                .output("y", DataType.FLOAT, -1, WIDTH)
                .bytes();
    }
}
