package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void makesTheCommittedModelOnThisJdkToo() {
        Path out = folder.resolve("model.onnx");

        OnwardProcess.Ended ended = OnwardProcess.run(
                "train",
                "data/banknote.csv",
                "--target",
                "class",
                "--card",
                "data/banknote.card.json",
                "--out",
                out.toString());

        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("Chosen: degree 2, L2 0.01").contains("errors       0");
        assertThat(out).hasSameBinaryContentAs(Path.of("model.onnx"));
    }

    @Test
    void servesWhatItTrainedWithoutACard() throws IOException {
        Path data = folder.resolve("points.csv");
        StringBuilder csv = new StringBuilder("x,y,colour\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append((i * 7) % 11)
                    .append(',')
                    .append(i < 20 ? "red" : "blue")
                    .append('\n');
        }
        Files.writeString(data, csv);
        Path out = folder.resolve("points.onnx");

        OnwardProcess.Ended ended =
                OnwardProcess.run("train", data.toString(), "--target", "colour", "--out", out.toString());

        assertThat(ended.exit()).isZero();
        try (OnwardProcess server = OnwardProcess.serve("--model", out.toString())) {
            Http.Answer answer = Http.to(server).get("/predict?x=2&y=3");
            assertThat(answer.body()).startsWith("{\"model\":\"points\",\"version\":\"1\",\"label\":\"red\"");
            assertThat(Http.to(server).get("/").body()).contains("<h1>points</h1>");
        }
    }

    @Test
    void saysWhatIsWrongWithTheDataAndWritesNothing() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "x,class\n1,0\nabc,1\n");
        Path out = folder.resolve("model.onnx");

        OnwardProcess.Ended ended =
                OnwardProcess.run("train", data.toString(), "--target", "class", "--out", out.toString());

        assertThat(ended.err()).startsWith(data + ", line 3, x: expected a number, got \"abc\"\n");
        assertThat(ended.exit()).isEqualTo(2);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(data);
        }
    }

    @Test
    void saysWhichTasksThereAre() {
        OnwardProcess.Ended ended = OnwardProcess.run(
                "train", "data/banknote.csv", "--target", "class", "--out", "x.onnx", "--task", "clustering");

        assertThat(ended.err())
                .isEqualTo("onward: --task: expected classification or regression, got \"clustering\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }
}
