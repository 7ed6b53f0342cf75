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
 * The end of a process whose heap is really used up: by a model that returns a text of 64 MiB, where the server
 * expects a short one.
 */
@Tag("slow")
class OutOfMemoryIT {

    /** For a text of 64 MiB. */
    private static final int DOUBLINGS = 26;

    private static final String BODY =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT64\",\"shape\":[1,1],\"data\":[0]}]}";

    /** The exit code of a JVM with -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void exitsWithStatusThree() throws Exception {
        Path model = Files.write(folder.resolve("texts.onnx"), longTexts());
        try (OnwardProcess server = OnwardProcess.serve(List.of("-Xmx64m"), Map.of(), "--model", model.toString())) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/v2/models/texts/infer"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(BODY))
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

    /** One character, doubled again and again. */
    private static byte[] longTexts() {
        OnnxGraphs graph = new OnnxGraphs()
                .standard(20)
                .input("x", DataType.INT64, -1, 1)
                .strings("character", "x")
                .node("Gather", List.of("character", "x"), "text0");
        for (int i = 0; i < DOUBLINGS; i++) {
            graph.node("StringConcat", List.of("text" + i, "text" + i), "text" + (i + 1));
        }
        return graph.output("text" + DOUBLINGS, DataType.STRING, -1, 1).bytes();
    }
}
