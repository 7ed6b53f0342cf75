package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.onward.repository.ModelSource.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void findsFilesAndVersions() throws IOException {
        touch("iris.onnx");
        touch("notes/1/model.onnx");
        touch("notes/2/model.onnx");
        touch("notes/2025-11/model.onnx");

        Content content = scan();

        assertThat(content.files())
                .containsOnlyKeys("iris.onnx", "notes/1/model.onnx", "notes/2/model.onnx", "notes/2025-11/model.onnx");
        assertThat(content.files().values())
                .extracting(ModelFile::name, ModelFile::version)
                .contains(
                        tuple(Optional.of("iris"), Optional.empty()),
                        tuple(Optional.of("notes"), Optional.of("2025-11")));
        assertThat(content.faults()).isEmpty();
    }

    @Test
    void passesOverWhatIsHiddenOrNoModel() throws IOException {
        touch(".a.onnx");
        touch("..2025_11_21/a.onnx");
        touch("README.md");
        touch("a.onnx.data");
        touch("notes/config.pbtxt");
        touch("notes/1/model.onnx.data");
        Files.createDirectories(folder.resolve("lost+found"));
        Files.createDirectories(folder.resolve("empty/1"));

        Content content = scan();

        assertThat(content.files()).isEmpty();
        assertThat(content.faults()).isEmpty();
    }

    @Test
    void followsLinksAsKubernetesMakesThem() throws IOException {
        touch("..2025_11_21/a.onnx");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2025_11_21"));
        Files.createSymbolicLink(folder.resolve("a.onnx"), Path.of("..data/a.onnx"));
        Stamp before = stamp("a.onnx");

        touch("..2025_11_22/a.onnx");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2025_11_22"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(scan().files()).containsOnlyKeys("a.onnx");
        assertThat(stamp("a.onnx")).isNotEqualTo(before);
    }

    @Test
    void refusesNamesThatAreNotPlain() throws IOException {
        touch("my model.onnx");
        touch("ünit.onnx");
        touch("-a.onnx");
        touch("a/v 1/model.onnx");
        touch("x".repeat(101) + ".onnx");

        Content content = scan();

        assertThat(content.files()).isEmpty();
        assertThat(content.faults())
                .hasSize(5)
                .containsEntry(
                        "my model.onnx",
                        "my model.onnx: cannot be served under its name: expected up to 100 letters, digits, dots,"
                                + " dashes and underscores, and a letter or digit first, got \"my model\"")
                .containsEntry(
                        "a/v 1/model.onnx",
                        "a/v 1/model.onnx: cannot be served under its name: expected up to 100 letters, digits, dots,"
                                + " dashes and underscores, and a letter or digit first, got \"v 1\"");
    }

    @Test
    void saysWhereAFileShouldStand() throws IOException {
        touch("a/model.onnx");
        touch("b/1/best.onnx");

        assertThat(scan().faults())
                .containsEntry(
                        "a/model.onnx",
                        "a/model.onnx: is not served: expected a folder for its version around it, as in"
                                + " a/1/model.onnx")
                .containsEntry("b/1/best.onnx", "b/1/best.onnx: is not served: expected the name model.onnx");
    }

    @Test
    void saysWhatIsWrongWithALinkAndWithAName() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.onnx"), Path.of("nowhere.onnx"));
        touch("b\nSEVERE: forged.onnx");
        touch("UP.ONNX");

        Content content = scan();

        assertThat(content.faults()).containsEntry("a.onnx", "a.onnx: is a link that leads to nothing");
        assertThat(content.faults().values()).noneMatch(fault -> fault.contains("\n"));
        assertThat(content.files()).containsOnlyKeys("UP.ONNX");
    }

    @Test
    void knowsNothingOfAFolderThatIsGone() {
        ModelFolder gone = new ModelFolder(folder.resolve("gone"));

        assertThatThrownBy(gone::scan).isInstanceOf(NoSuchFileException.class);
    }

    private Content scan() throws IOException {
        return new ModelFolder(folder).scan();
    }

    private Stamp stamp(String origin) throws IOException {
        return Stamp.of(folder.resolve(origin));
    }

    private void touch(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not a model");
    }
}
