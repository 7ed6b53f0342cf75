package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.repository.ChangeDetector.Changes;
import dev.onward.repository.ChangeDetector.LoadCandidate;
import dev.onward.repository.ModelSource.Content;
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

class ChangeDetectorTest {

    @TempDir
    private Path folder = Path.of("");

    private final ChangeDetector detector = new ChangeDetector();

    @Test
    void loadsFilesOfTheFirstPollAtOnce() {
        write("a.onnx", "one");

        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void loadsLaterFilesOnceTheyStopChanging() {
        poll();
        write("a.onnx", "o");

        assertThat(loaded(poll())).isEmpty();
        write("a.onnx", "on");
        assertThat(loaded(poll())).isEmpty();
        write("a.onnx", "one");
        assertThat(loaded(poll())).isEmpty();
        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void loadsAFileOnce() {
        write("a.onnx", "one");
        tried(poll());

        assertThat(loaded(poll())).isEmpty();
        assertThat(loaded(poll())).isEmpty();
    }

    @Test
    void loadsAFileAgainThatWasNotTried() {
        write("a.onnx", "one");
        poll();

        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void detectsAnotherFileOfTheSameSizeAndTime() throws IOException {
        write("a.onnx", "one");
        tried(poll());
        write("b.onnx", "two");
        Files.setLastModifiedTime(folder.resolve("b.onnx"), Files.getLastModifiedTime(folder.resolve("a.onnx")));

        Files.move(folder.resolve("b.onnx"), folder.resolve("a.onnx"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(loaded(poll())).isEmpty();
        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void unloadsAFileMissingFromTwoPolls() throws IOException {
        write("a.onnx", "one");
        tried(poll());
        Files.delete(folder.resolve("a.onnx"));

        assertThat(poll().unload()).isEmpty();
        assertThat(poll().unload()).containsExactly("a.onnx");
        assertThat(poll().unload()).isEmpty();
    }

    @Test
    void doesNotUnloadAFileThatIsReplaced() throws IOException {
        write("a.onnx", "one");
        tried(poll());
        Files.delete(folder.resolve("a.onnx"));
        poll();
        write("a.onnx", "two");

        assertThat(poll().unload()).isEmpty();
        Changes changes = poll();

        assertThat(changes.unload()).isEmpty();
        assertThat(loaded(changes)).containsExactly("a.onnx");
    }

    @Test
    void retriesAfterMissingDataWhenASiblingChanges() {
        write("a.onnx", "one");
        poll().load().forEach(detector::markDataMissing);
        assertThat(loaded(poll())).isEmpty();

        write("a.onnx.data", "weights");

        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void detectsChangesOfDataFiles() {
        write("a.onnx", "one");
        write("a.data", "weights");
        detector.setDataFiles(poll().load().get(0), List.of(folder.resolve("a.data")));
        assertThat(loaded(poll())).isEmpty();
        tried(poll());

        write("a.data", "other weights");

        assertThat(poll().changing()).containsExactly("a.onnx");
        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void retriesAFileOnRequest() {
        write("a.onnx", "one");
        tried(poll());

        detector.retry("a.onnx");

        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void keepsFilesInAFolderThatCannotBeRead() throws IOException {
        write("a.onnx", "one");
        tried(poll());
        Files.delete(folder.resolve("a.onnx"));
        Content content = new Content();
        content.unreadable().add("a.onnx");

        for (int i = 0; i < 3; i++) {
            assertThat(detector.next(content).unload()).isEmpty();
        }
    }

    /** The file has the same size, time and, on many file systems, inode number. */
    @Test
    void detectsAFileWhoseTimeWasSetBack() throws IOException {
        write("a.onnx", "one");
        FileTime time = Files.getLastModifiedTime(folder.resolve("a.onnx"));
        tried(poll());

        write("a.onnx", "two");
        Files.setLastModifiedTime(folder.resolve("a.onnx"), time);

        assertThat(poll().changing()).containsExactly("a.onnx");
        assertThat(loaded(poll())).containsExactly("a.onnx");
    }

    @Test
    void ignoresChangesOfSiblingsOfALoadedModel() {
        write("a.onnx", "one");
        tried(poll());

        write("notes.txt", "nothing to do with it");

        poll();
        assertThat(loaded(poll())).isEmpty();
    }

    private Changes poll() {
        Content content = new Content();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".onnx")).toList()) {
                String name = String.valueOf(file.getFileName());
                content.files().put(name, new DiscoveredFile(file, name, Optional.empty(), FileFingerprint.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return detector.next(content);
    }

    private void tried(Changes changes) {
        assertThat(changes.load()).isNotEmpty();
        changes.load().forEach(detector::markTried);
    }

    private static List<String> loaded(Changes changes) {
        return changes.load().stream()
                .map(LoadCandidate::file)
                .map(DiscoveredFile::origin)
                .toList();
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
