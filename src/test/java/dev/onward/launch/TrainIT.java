package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void makesTheCommittedModelOnThisJdkToo() {
        Path out = folder.resolve("model.onnx");

        OnwardProcess.Ended ended = OnwardProcess.runClasses(
                List.of(),
                Map.of(),
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
}
