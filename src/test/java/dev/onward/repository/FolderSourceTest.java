package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.repository.DiscoveredFile.PathName;
import dev.onward.repository.ModelSource.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

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
                .extracting(file -> file.pathName())
                .contains(
                        Optional.of(new PathName("iris", Optional.empty())),
                        Optional.of(new PathName("notes", Optional.of("2025-11"))));
        assertThat(content.unserved()).isEmpty();
    }

    @Test
    void ignoresHiddenFilesAndFilesThatAreNotModels() throws IOException {
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
        assertThat(content.unserved()).isEmpty();
    }

    @Test
    void followsSymbolicLinksOfKubernetesVolumes() throws IOException {
        touch("..2025_11_21/a.onnx");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2025_11_21"));
        Files.createSymbolicLink(folder.resolve("a.onnx"), Path.of("..data/a.onnx"));
        FileFingerprint before = fingerprint("a.onnx");

        touch("..2025_11_22/a.onnx");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2025_11_22"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(scan().files()).containsOnlyKeys("a.onnx");
        assertThat(fingerprint("a.onnx")).isNotEqualTo(before);
    }

    @Test
    void rejectsInvalidNames() throws IOException {
        touch("my model.onnx");
        touch("ünit.onnx");
        touch("-a.onnx");
        touch("a/v 1/model.onnx");
        touch("x".repeat(101) + ".onnx");

        Content content = scan();

        assertThat(content.files()).isEmpty();
        assertThat(content.unserved())
                .hasSize(5)
                .containsEntry(
                        "my model.onnx",
                        "my model.onnx: name: expected up to 100 letters, digits, dots,"
                                + " dashes and underscores, starting with a letter or digit, got \"my model\"")
                .containsEntry(
                        "a/v 1/model.onnx",
                        "a/v 1/model.onnx: name: expected up to 100 letters, digits, dots,"
                                + " dashes and underscores, starting with a letter or digit, got \"v 1\"");
    }

    @Test
    void saysWhereAMisplacedFileBelongs() throws IOException {
        touch("a/model.onnx");
        touch("b/1/best.onnx");

        assertThat(scan().unserved())
                .containsEntry(
                        "a/model.onnx", "a/model.onnx: not served; expected a version folder, as in a/1/model.onnx")
                .containsEntry("b/1/best.onnx", "b/1/best.onnx: not served; expected the name model.onnx");
    }

    @Test
    void reportsBrokenLinksAndEscapesNames() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.onnx"), Path.of("nowhere.onnx"));
        touch("b\nSEVERE: forged.onnx");
        touch("UP.ONNX");

        Content content = scan();

        assertThat(content.unserved()).containsEntry("a.onnx", "a.onnx: broken symbolic link");
        assertThat(content.unserved().values()).noneMatch(reason -> reason.contains("\n"));
        assertThat(content.files()).containsOnlyKeys("UP.ONNX");
    }

    @Test
    void failsIfTheFolderDoesNotExist() {
        FolderSource gone = new FolderSource(folder.resolve("gone"));

        assertThatThrownBy(gone::scan).isInstanceOf(NoSuchFileException.class);
    }

    private Content scan() throws IOException {
        return new FolderSource(folder).scan();
    }

    private FileFingerprint fingerprint(String origin) throws IOException {
        return FileFingerprint.of(folder.resolve(origin));
    }

    private void touch(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not a model");
    }
}
