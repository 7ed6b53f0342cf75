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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
        tried(look(), false);

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
        tried(look(), false);
        write("b.onnx", "two");
        Files.setLastModifiedTime(folder.resolve("b.onnx"), Files.getLastModifiedTime(folder.resolve("a.onnx")));

        Files.move(folder.resolve("b.onnx"), folder.resolve("a.onnx"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(loaded(look())).isEmpty();
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void countsAsGoneWhatIsMissingTwice() throws IOException {
        write("a.onnx", "one");
        tried(look(), false);
        Files.delete(folder.resolve("a.onnx"));

        assertThat(look().unload()).isEmpty();
        assertThat(look().unload()).containsExactly("a.onnx");
        assertThat(look().unload()).isEmpty();
    }

    @Test
    void doesNotCountAsGoneWhatIsBackAtOnce() throws IOException {
        write("a.onnx", "one");
        tried(look(), false);
        Files.delete(folder.resolve("a.onnx"));
        look();
        write("a.onnx", "two");

        assertThat(look().unload()).isEmpty();
        Changes changes = look();

        assertThat(changes.unload()).isEmpty();
        assertThat(loaded(changes)).containsExactly("a.onnx");
    }

    @Test
    void triesAgainWhatFailedWhenAnythingBesideItChanges() {
        write("a.onnx", "one");
        tried(look(), true);
        assertThat(loaded(look())).isEmpty();

        write("a.onnx.data", "weights");

        assertThat(loaded(look())).isEmpty();
        assertThat(loaded(look())).containsExactly("a.onnx");
    }

    @Test
    void triesAgainWhatFailedWhenAnotherFileIsGone() throws IOException {
        write("a.onnx", "one");
        write("b.onnx", "one");
        Changes first = look();
        sightings.tried(first.load().get(0), false, false);
        sightings.tried(first.load().get(1), true, false);
        Files.delete(folder.resolve("a.onnx"));
        look();

        Changes changes = look();

        assertThat(changes.unload()).containsExactly("a.onnx");
        assertThat(loaded(changes)).containsExactly("b.onnx");
    }

    @Test
    void doesNotMindWhatChangesBesideAModelThatIsWhole() {
        write("a.onnx", "one");
        tried(look(), false);

        write("notes.txt", "nothing to do with it");

        look();
        assertThat(loaded(look())).isEmpty();
    }

    private Changes look() {
        Content content = new Content(new TreeMap<>(), new TreeMap<>());
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

    private void tried(Changes changes, boolean failed) {
        changes.load().forEach(sight -> sightings.tried(sight, failed, false));
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
