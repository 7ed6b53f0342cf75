package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.repository.ModelSource.Content;
import dev.onward.repository.Sightings.Changes;
import dev.onward.repository.Sightings.Sight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightingsTest {

    @TempDir
    private Path folder = Path.of("");

    private final Sightings sightings = new Sightings();

    @Test
    void countsWhatIsThereAtFirstAtOnce() {
        write("a.onnx", "one");

        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsWhatComesLaterOnceItStaysTheSame() {
        look();
        write("a.onnx", "o");

        assertThat(loaded(look())).isEmpty();
        write("a.onnx", "on");
        assertThat(loaded(look())).isEmpty();
        write("a.onnx", "one");
        assertThat(loaded(look())).isEmpty();
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsAFileOnce() {
        write("a.onnx", "one");
        tried(look());

        assertThat(loaded(look())).isEmpty();
        assertThat(loaded(look())).isEmpty();
    }

    @Test
    void countsAFileThatWasNotTriedAgain() {
        write("a.onnx", "one");
        look();

        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void seesAnotherFileOfTheSameSizeAndTime() throws IOException {
        write("a.onnx", "one");
        tried(look());
        write("b.onnx", "two");
        Files.setLastModifiedTime(folder.resolve("b.onnx"), Files.getLastModifiedTime(folder.resolve("a.onnx")));

        Files.move(folder.resolve("b.onnx"), folder.resolve("a.onnx"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(loaded(look())).isEmpty();
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsAsGoneWhatIsMissingTwice() throws IOException {
        write("a.onnx", "one");
        tried(look());
        Files.delete(folder.resolve("a.onnx"));

        assertThat(look().unload()).isEmpty();
        assertThat(look().unload()).containsExactly("a.onnx");
        assertThat(look().unload()).isEmpty();
    }

    @Test
    void doesNotCountAsGoneWhatIsBackAtOnce() throws IOException {
        write("a.onnx", "one");
        tried(look());
        Files.delete(folder.resolve("a.onnx"));
        look();
        write("a.onnx", "two");

        assertThat(look().unload()).isEmpty();
        Changes changes = look();

        assertThat(changes.unload()).isEmpty();
        assertThat(loaded(changes)).containsExactly("a.onnx");
    }

    @Test
    void triesAgainWhatLacksDataWhenAnythingBesideItChanges() {
        write("a.onnx", "one");
        look().load().forEach(sightings::lacking);
        assertThat(loaded(look())).isEmpty();

        write("a.onnx.data", "weights");

        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsAFileWithItsParts() {
        write("a.onnx", "one");
        write("a.data", "weights");
        sightings.parts(look().load().get(0), List.of(folder.resolve("a.data")));
        assertThat(loaded(look())).isEmpty();
        tried(look());

        write("a.data", "other weights");

        assertThat(look().waiting()).containsExactly("a.onnx");
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsAgainWhatItIsToForget() {
        write("a.onnx", "one");
        tried(look());

        sightings.forget("a.onnx");

        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void knowsNothingOfFilesInAFolderThatCannotBeRead() throws IOException {
        write("a.onnx", "one");
        tried(look());
        Files.delete(folder.resolve("a.onnx"));
        Content content = new Content();
        content.unknown().add("a.onnx");

        for (int i = 0; i < 3; i++) {
            assertThat(sightings.next(content).unload()).isEmpty();
        }
    }

    /** The same number of bytes, time and, on many file systems, number of the file. */
    @Test
    void seesAFileThatWasRewrittenAndItsTimeSetBack() throws IOException {
        write("a.onnx", "one");
        FileTime time = Files.getLastModifiedTime(folder.resolve("a.onnx"));
        tried(look());

        write("a.onnx", "two");
        Files.setLastModifiedTime(folder.resolve("a.onnx"), time);

        assertThat(look().waiting()).containsExactly("a.onnx");
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void doesNotMindWhatChangesBesideAModelThatIsWhole() {
        write("a.onnx", "one");
        tried(look());

        write("notes.txt", "nothing to do with it");

        look();
        assertThat(loaded(look())).isEmpty();
    }

    private Changes look() {
        Content content = new Content();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".onnx")).toList()) {
                String name = String.valueOf(file.getFileName());
                content.files()
                        .put(name, new ModelFile(file, name, Optional.empty(), Optional.empty(), Stamp.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sightings.next(content);
    }

    private void tried(Changes changes) {
        assertThat(changes.load()).isNotEmpty();
        changes.load().forEach(sightings::tried);
    }

    private static List<String> loaded(Changes changes) {
        return changes.load().stream().map(Sight::file).map(ModelFile::origin).toList();
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
