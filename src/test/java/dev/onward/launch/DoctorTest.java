package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess.Ended;
import dev.onward.model.ConstantModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Switches off the log of the repository while it opens a folder. */
@ResourceLock("log of the repository")
class DoctorTest {

    private static final String NO_MODEL = ": not an ONNX model, but text, such as a CSV file, that begins with"
            + " \"this is no model\"; expected the path of a model";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void findsNothingWrong() {
        Ended ended = Commands.run("doctor", "--port", "0", "--model", "model.onnx");

        assertThat(ended.out().lines())
                .map(line -> line.replaceFirst("(?<=: ).*", "").strip())
                .contains("ok      Java:", "note    memory:", "ok      system:", "ok      temporary folder:");
        assertThat(ended.out().lines())
                .contains(
                        "ok      ONNX Runtime: 1.28.0",
                        "ok      shipped model: banknote, version 1: reproduces its 11 golden rows",
                        "ok      settings: all values are valid",
                        "ok      model: banknote, version 1: reproduces its 11 golden rows",
                        "ok      address: a free port on 127.0.0.1 is available");
        assertThat(ended.out()).doesNotContain("not ok");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
    }

    @Test
    void namesEverySettingThatIsWrong() {
        Ended ended = Commands.run("doctor", "--port", "abc", "--row-limit", "0");

        assertThat(ended.out().lines())
                .endsWith("not ok  settings: --port: expected a whole number from 0 to 65535, got \"abc\"; --row-limit:"
                        + " expected a whole number from 1 to 2147483647, got \"0\"");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void saysThatAModelCannotBeOpened() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");

        Ended ended = Commands.run("doctor", "--port", "0", "--model", broken.toString());

        assertThat(ended.out().lines()).contains("not ok  model: " + broken + NO_MODEL);
        assertThat(ended.exit()).isEqualTo(1);
    }

    /** As serving with the same option does. */
    @Test
    void saysThatTheNameOfAModelCannotBeServed() throws IOException {
        Path model = Files.write(folder.resolve("m.onnx"), ConstantModel.versioned("1/2", 1));

        Ended ended = Commands.run("doctor", "--port", "0", "--model", model.toString());

        assertThat(ended.out().lines())
                .contains("not ok  model: " + model + ": version: expected 1 to 255 characters without slashes, percent"
                        + " signs or control characters, got \"1/2\"");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void opensEveryModelOfTheFolder() throws IOException {
        Ended empty = Commands.run("doctor", "--port", "0", "--models", folder.toString());
        Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        Ended well = Commands.run("doctor", "--port", "0", "--models", folder.toString());
        Ended other = Commands.run("doctor", "--port", "0", "--models", folder.toString(), "--default-model", "other");
        Files.writeString(folder.resolve("broken.onnx"), "this is no model");
        Ended broken = Commands.run("doctor", "--port", "0", "--models", folder.toString());

        assertThat(empty.out().lines())
                .contains("not ok  models: the folder " + folder
                        + " contains no model: expected name.onnx or name/version/model.onnx");
        assertThat(well.out().lines()).contains("ok      models: banknote, version 1: reproduces its 11 golden rows");
        assertThat(well.exit()).isZero();
        assertThat(other.out().lines())
                .contains("not ok  models: the default model \"other\" is not served; available: banknote");
        assertThat(broken.out().lines())
                .contains(
                        "ok      models: banknote, version 1: reproduces its 11 golden rows",
                        "not ok  models: broken.onnx" + NO_MODEL);
        assertThat(List.of(empty, other, broken))
                .allSatisfy(ended -> assertThat(ended.exit()).isEqualTo(1))
                .allSatisfy(ended -> assertThat(ended.err()).isEmpty());
    }

    @Test
    void saysOfEveryFileOfTheFolderWhyItCannotBeOpened() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.writeString(folder.resolve("broken" + i + ".onnx"), "this is no model");
        }

        Ended ended = Commands.run("doctor", "--port", "0", "--models", folder.toString());

        assertThat(ended.out().lines().filter(line -> line.startsWith("not ok  models: broken")))
                .hasSize(5);
        assertThat(ended.exit()).isEqualTo(1);
    }
}
