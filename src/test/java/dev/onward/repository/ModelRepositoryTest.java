package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onward.model.ConstantModel;
import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = "log of the repository", mode = ResourceAccessMode.READ)
class ModelRepositoryTest {

    /** No thread polls the files; the tests do. */
    private static final FileOptions OPTIONS =
            new FileOptions(Duration.ZERO, Duration.ofMinutes(5), GuardLimits.defaults(), FeatureOptions.DEFAULT);

    private static final Optional<String> NONE = Optional.empty();

    private final Logger logger = Logger.getLogger(FolderPoller.class.getName());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keepsAModelOpenUntilItsLastLeaseIsClosed() {
        write("m.onnx", ConstantModel.bytes(1));
        try (ModelRepository repository = open()) {
            Lease first = repository.lease(NONE, NONE);
            Lease second = repository.lease(Optional.of("m"), Optional.of("1"));
            replace("m.onnx", ConstantModel.bytes(2));
            settle(repository);
            assertThat(version(repository)).isEqualTo("2");

            first.close();
            first.close();
            assertThat(answer(second.model())).isEqualTo(1);
            second.close();

            assertThat(isClosed(second.model())).isTrue();
            assertThat(ask(repository)).isEqualTo(2);
        }
    }

    @Test
    void closesEverythingAtTheEndButWhatIsInUse() {
        write("m.onnx", ConstantModel.bytes(1));
        ModelRepository repository = open();
        Lease lease = repository.lease(NONE, NONE);

        repository.close();

        assertThat(answer(lease.model())).isEqualTo(1);
        lease.close();
        assertThatThrownBy(() -> answer(lease.model())).hasMessage("the model is closed");
        assertThatThrownBy(() -> repository.lease(NONE, NONE)).isInstanceOf(NotReadyException.class);
        assertThat(repository.catalogue().notReadyReason()).contains("the application is shutting down");
    }

    @Test
    void namesTheFilesOfAFolderWithoutModels() throws IOException {
        Files.writeString(folder.resolve("model.pkl"), "");
        Files.writeString(folder.resolve("model.pt"), "");
        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("the folder " + folder + " contains no model: expected name.onnx or"
                            + " name/version/model.onnx, found \"model.pkl\", \"model.pt\"");
        }
    }

    @Test
    void servesANewFileAndForgetsOneThatIsGone() throws IOException {
        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("the folder " + folder
                            + " contains no model: expected name.onnx or name/version/model.onnx");

            write("m.onnx", ConstantModel.bytes(5));
            poll(repository, 1);
            assertThat(repository.catalogue().names()).isEmpty();
            poll(repository, 1);
            assertThat(ask(repository)).isEqualTo(5);

            Files.delete(folder.resolve("m.onnx"));
            poll(repository, 1);
            assertThat(ask(repository)).isEqualTo(5);
            poll(repository, 1);
            assertThat(repository.catalogue().names()).isEmpty();
            assertThatThrownBy(() -> repository.lease(NONE, NONE))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessage("no model is ready");
        }
    }

    @Test
    void asksTheHighestVersionUnlessAnotherIsNamed() {
        write("m/9/model.onnx", ConstantModel.plain(9));
        write("m/10/model.onnx", ConstantModel.plain(10));
        write("m/beta/model.onnx", ConstantModel.plain(3));
        try (ModelRepository repository = open()) {
            assertThat(ask(repository)).isEqualTo(10);
            assertThat(version(repository)).isEqualTo("10");
            assertThat(repository.catalogue().versions("m"))
                    .extracting(Model::version)
                    .containsExactly("beta", "9", "10");
            try (Lease beta = repository.lease(Optional.of("m"), Optional.of("beta"))) {
                assertThat(answer(beta.model())).isEqualTo(3);
                assertThat(beta.model().name()).isEqualTo("m");
            }
            assertThatThrownBy(() -> repository.lease(Optional.of("m"), Optional.of("11")))
                    .isInstanceOf(NoSuchModelException.class)
                    .hasMessage("this model has no version \"11\"; available: beta, 9, 10");
        }
    }

    @Test
    void takesTheVersionThatAFileWithoutAFolderGivesItself() {
        write("said.onnx", ConstantModel.versioned("2025.3", 1));
        write("silent.onnx", ConstantModel.plain(1));
        write("odd.onnx", ConstantModel.versioned("3 (final)", 1));
        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().versions("said"))
                    .extracting(Model::version)
                    .containsExactly("2025.3");
            assertThat(repository.catalogue().versions("silent"))
                    .extracting(Model::version)
                    .containsExactly("1");
            assertThat(repository.catalogue().unserved())
                    .containsOnlyKeys("odd.onnx")
                    .containsValue("odd.onnx: version: expected up to 100 letters, digits,"
                            + " dots, dashes and underscores, starting with a letter or digit, got \"3 (final)\"");
        }
    }

    @Test
    void hasNoDefaultAmongSeveralUnlessOneIsChosen() {
        write("a.onnx", ConstantModel.plain(1));
        write("b.onnx", ConstantModel.plain(2));

        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().defaultName()).isEmpty();
            assertThat(repository.catalogue().notReadyReason()).isEmpty();
            assertThatThrownBy(() -> repository.lease(NONE, NONE))
                    .isInstanceOf(NoSuchModelException.class)
                    .hasMessage("there is no default model; specify a model by name; available: a, b");
            assertThatThrownBy(() -> repository.lease(Optional.of("../a"), NONE))
                    .isInstanceOf(NoSuchModelException.class)
                    .hasMessage("there is no model \"../a\"; available: a, b");
        }
        try (ModelRepository repository = ModelRepository.ofFolder(folder, Optional.of("b"), OPTIONS)) {
            assertThat(ask(repository)).isEqualTo(2);
        }
        try (ModelRepository repository = ModelRepository.ofFolder(folder, Optional.of("other"), OPTIONS)) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("the default model \"other\" is not served; available: a, b");
            assertThatThrownBy(() -> repository.lease(NONE, NONE)).isInstanceOf(NotReadyException.class);
            assertThat(repository.lease(Optional.of("a"), NONE).model().name()).isEqualTo("a");
        }
    }

    @Test
    void keepsItsDefaultWhateverIsAddedUntilItIsGone() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = open()) {
            write("a.onnx", ConstantModel.plain(2));
            settle(repository);
            assertThat(repository.catalogue().names()).containsExactly("a", "m");
            assertThat(ask(repository)).isEqualTo(1);

            replace("m.onnx", ConstantModel.plain(3));
            settle(repository);
            assertThat(ask(repository)).isEqualTo(3);

            Files.delete(folder.resolve("m.onnx"));
            settle(repository);
            assertThat(ask(repository)).isEqualTo(2);

            write("m.onnx", ConstantModel.plain(1));
            settle(repository);
            assertThat(repository.catalogue().defaultName()).contains("a");
        }
    }

    @Test
    void hasNoDefaultIfSeveralRemainAfterItIsGone() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = open()) {
            write("a.onnx", ConstantModel.plain(2));
            write("b.onnx", ConstantModel.plain(3));
            settle(repository);
            assertThat(repository.catalogue().defaultName()).contains("m");

            Files.delete(folder.resolve("m.onnx"));
            settle(repository);
            assertThat(repository.catalogue().defaultName()).isEmpty();
        }
    }

    @Test
    void neverReplacesAGoodModelByABadOne() {
        write("m.onnx", ConstantModel.bytes(1));
        byte[] good = ConstantModel.bytes(2);
        List<String> log = log();
        try (ModelRepository repository = open()) {
            replace("m.onnx", Arrays.copyOf(good, good.length / 2));
            settle(repository);
            assertThat(repository.catalogue().unserved().get("m.onnx"))
                    .startsWith("m.onnx: not an ONNX model, or the file is incomplete: ")
                    .endsWith("; the previous model is still served");
            assertThat(ask(repository)).isEqualTo(1);
            assertThat(repository.catalogue().notReadyReason()).isEmpty();

            replace("m.onnx", ConstantModel.unfaithful(3));
            settle(repository);
            assertThat(reasons(repository))
                    .isEqualTo("m.onnx: does not reproduce its golden rows: row 1, value: expected 3.0 to within 0.0,"
                            + " got 4.0; copy the file again or, if its graph was changed on purpose, add new golden"
                            + " rows with \"onward annotate\"; the previous model is still served");
            assertThat(ask(repository)).isEqualTo(1);
            poll(repository, 5);

            replace("m.onnx", good);
            settle(repository);
            assertThat(version(repository)).isEqualTo("2");
            assertThat(repository.catalogue().unserved()).isEmpty();
            assertThat(ask(repository)).isEqualTo(2);
        }
        assertThat(log.stream().filter(line -> line.startsWith("m.onnx:"))).hasSize(2);
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException {
        write("m.onnx", ConstantModel.bytes(1));
        byte[] next = ConstantModel.bytes(2);
        List<String> log = log();
        try (ModelRepository repository = open();
                var out = Files.newOutputStream(folder.resolve("m.onnx"))) {
            for (byte b : next) {
                out.write(b);
                poll(repository, 1);
                assertThat(ask(repository)).isEqualTo(1);
            }
            poll(repository, 1);
            assertThat(version(repository)).isEqualTo("2");
        }
        assertThat(log.stream().filter(line -> line.startsWith("m.onnx:"))).isEmpty();
    }

    @Test
    void servesEveryOtherFileWhenOneIsBad() {
        write("bad.onnx", new byte[] {1, 2, 3});
        write("good.onnx", ConstantModel.plain(7));
        try (ModelRepository repository = open()) {
            assertThat(ask(repository)).isEqualTo(7);
            assertThat(repository.catalogue().notReadyReason()).isEmpty();
            assertThat(repository.catalogue().unserved()).containsOnlyKeys("bad.onnx");
        }
    }

    @Test
    void tellsEveryReasonWhenNothingCanBeServed() {
        write("a.onnx", new byte[0]);
        write("b b.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains(
                            "a.onnx: not an ONNX model: the file is empty; copy the file again, or export the model to"
                                    + " ONNX; b b.onnx: name: expected up to 100 letters, digits, dots, dashes and"
                                    + " underscores, starting with a letter or digit, got \"b b\"");
        }
    }

    @Test
    void servesOneFileOfANameAndVersion() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        write("m/1/model.onnx", ConstantModel.plain(2));
        try (ModelRepository repository = open()) {
            assertThat(ask(repository)).isEqualTo(1);
            assertThat(repository.catalogue().unserved())
                    .containsEntry(
                            "m/1/model.onnx",
                            "m/1/model.onnx: not served because m.onnx has the same name and version (m, version 1)");

            Files.delete(folder.resolve("m.onnx"));
            settle(repository);
            poll(repository, 1);
            assertThat(repository.catalogue().unserved()).isEmpty();
            assertThat(ask(repository)).isEqualTo(2);
        }
    }

    @Test
    void servesTheSecondFileAsSoonAsTheFirstHasAnotherVersion() {
        write("m.onnx", ConstantModel.versioned("1", 1));
        write("m/1/model.onnx", ConstantModel.plain(2));
        try (ModelRepository repository = open()) {
            assertThat(repository.catalogue().unserved()).containsOnlyKeys("m/1/model.onnx");

            replace("m.onnx", ConstantModel.versioned("2", 3));

            settle(repository);
            poll(repository, 1);
            assertThat(repository.catalogue().versions("m")).hasSize(2);
            assertThat(repository.catalogue().unserved()).isEmpty();
        }
    }

    @Test
    void losesNothingWhenAFileIsMovedToAFolderOfItsVersion() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        Files.createDirectories(folder.resolve("m/1"));
        try (ModelRepository repository = open()) {
            for (int i = 0; i < 20; i++) {
                boolean there = i % 2 == 0;
                String to = there ? "m/1/model.onnx" : "m.onnx";
                Model before = repository.catalogue().versions("m").get(0);
                Files.move(folder.resolve(there ? "m.onnx" : "m/1/model.onnx"), folder.resolve(to));
                for (int polls = 0; polls < 3; polls++) {
                    poll(repository, 1);
                    assertThat(ask(repository)).isEqualTo(1);
                }
                assertThat(repository.catalogue().versions("m").get(0)).isNotSameAs(before);
            }
        }
    }

    @Test
    void servesAModelInSeveralFilesOnceAllOfThemStayTheSame() throws IOException {
        Path from = Path.of("src/test/resources/interop/pytorch-external");
        try (ModelRepository repository = open()) {
            byte[] data;
            Path part;
            try (Model whole = Model.open(from.resolve("model.onnx"))) {
                part = whole.dataFiles().get(0).getFileName();
                data = Files.readAllBytes(whole.dataFiles().get(0));
            }
            write("e/1/model.onnx", Files.readAllBytes(from.resolve("model.onnx")));
            settle(repository);
            assertThat(reasons(repository)).contains("\"" + part + "\"");
            // The file has its final size from the start, but not its final content.
            write("e/1/" + part, new byte[data.length]);
            for (int i = 0; i < 20; i++) {
                poll(repository, 1);
                assertThat(repository.catalogue().names()).isEmpty();
                data[0] ^= 1;
                write("e/1/" + part, data);
                // The file system's clock may be too coarse to tell one write from the next.
                Files.setLastModifiedTime(folder.resolve("e/1/" + part), FileTime.fromMillis(i * 10_000L));
            }

            settle(repository);
            assertThat(repository.catalogue().names()).containsExactly("e");
            assertThat(repository.catalogue().unserved()).isEmpty();
        }
    }

    @Test
    void takesAGoodFileWhateverElseIsWrittenBesideIt() throws IOException {
        write("m.onnx", new byte[] {1});
        try (ModelRepository repository = open()) {
            replace("m.onnx", ConstantModel.plain(4));

            write("train.log", new byte[1]);
            poll(repository, 1);
            write("train.log", new byte[2]);
            poll(repository, 1);
            assertThat(ask(repository)).isEqualTo(4);
        }
    }

    @Test
    void doesNotTakeAFileThatWasCutOffBeforeItsCard() {
        byte[] whole = ConstantModel.bytes(1);
        write("m.onnx", whole);
        try (ModelRepository repository = open()) {
            replace("m.onnx", ConstantModel.plain(1));
            settle(repository);

            assertThat(reasons(repository))
                    .isEqualTo("m.onnx: looks truncated: it is smaller than the previous file and, unlike that file,"
                            + " has no golden rows; if this is intended, remove the file, wait until its model is no"
                            + " longer served, and add the file again; the previous model is still served");
            try (Lease lease = repository.lease(NONE, NONE)) {
                assertThat(lease.model().verifiedRows()).isEqualTo(1);
            }
        }
    }

    @Test
    void saysThatAFileWaits() {
        try (ModelRepository repository = open()) {
            write("m.onnx", ConstantModel.plain(1));

            poll(repository, 1);
            assertThat(reasons(repository)).isEqualTo("m.onnx: waiting until the file stops changing");
            poll(repository, 1);
            assertThat(repository.catalogue().notReadyReason()).isEmpty();
            assertThat(repository.catalogue().unserved()).isEmpty();
        }
    }

    /** Other files may take long to open, and all the while the served file would be reported as waiting. */
    @Test
    void removesTheReasonOfAFileAsSoonAsItIsServed() {
        try (ModelRepository repository = ModelRepository.failed("there is no model yet")) {
            repository.change(
                    catalogue -> catalogue.withUnserved(Map.of("a.onnx", "waiting", "b.onnx", "waiting"), ""));

            Model model = Model.open(ConstantModel.plain(1), "a.onnx");
            new ServedFiles(repository).put("a.onnx", ModelHandle.of(model, Runnable::run), 1, Set.of());

            assertThat(repository.catalogue().names()).containsExactly("a");
            assertThat(repository.catalogue().unserved()).containsOnlyKeys("b.onnx");
        }
    }

    @Test
    void refusesANameThatNoAddressCanCarry() {
        write("m.onnx", ConstantModel.versioned("1/2", 1));
        try (ModelRepository repository = ModelRepository.ofFile(folder.resolve("m.onnx"), OPTIONS)) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains(folder.resolve("m.onnx") + ": version: expected 1 to 255 characters without"
                            + " slashes, percent signs or control characters, got \"1/2\"");
        }
    }

    @Test
    void opensSeveralFilesAtTheSameTime() throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
        write("a.onnx", ConstantModel.slow());
        write("b.onnx", ConstantModel.slow());

        assertThat(threadsWhileOpening()).isEqualTo(2);
    }

    /** External data is part of a model, and the first poll does not know which file belongs to which model. */
    @Test
    void opensLargeFilesOneAtATime() throws IOException, InterruptedException {
        write("a.onnx", ConstantModel.slow());
        write("b.onnx", ConstantModel.slow());
        try (RandomAccessFile data =
                new RandomAccessFile(folder.resolve("a.data").toFile(), "rw")) {
            data.setLength(Runtime.getRuntime().maxMemory() / 32);
        }

        assertThat(threadsWhileOpening()).isEqualTo(1);
    }

    /** The highest number of threads that were seen to open models of the folder. */
    private int threadsWhileOpening() throws InterruptedException {
        // Threads belong to the group of the thread that starts them.
        ThreadGroup group = new ThreadGroup("opening");
        Thread opener = new Thread(group, () -> open().close());
        opener.start();
        int threads = 0;
        while (opener.isAlive()) {
            threads = Math.max(threads, threadsThatOpen(group));
            opener.join(1);
        }
        return threads;
    }

    /** A thread still ends for a moment after its model is open. */
    private static int threadsThatOpen(ThreadGroup group) {
        Thread[] threads = new Thread[16];
        int count = group.enumerate(threads);
        return (int) Arrays.stream(threads, 0, count)
                .filter(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("openWithPermit")))
                .count();
    }

    @Test
    void givesUpAFileThatTakesTooLong() {
        write("m.onnx", ConstantModel.slow());
        try (ModelRepository repository = ModelRepository.ofFolder(
                folder,
                NONE,
                new FileOptions(Duration.ZERO, Duration.ofNanos(1), GuardLimits.defaults(), FeatureOptions.DEFAULT))) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("m.onnx: could not be opened within 0.0 s; if"
                            + " you trust the model, raise the setting load-limit");
        }
    }

    @Test
    void keepsWhatItHasWhileTheFolderIsGone() throws IOException {
        write("models/m.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = ModelRepository.ofFolder(folder.resolve("models"), NONE, OPTIONS)) {
            Files.move(folder.resolve("models"), folder.resolve("away"));
            poll(repository, 1);

            assertThat(repository.catalogue().unserved().values())
                    .containsExactly("the folder " + folder.resolve("models") + " cannot be read: it does not exist");
            assertThat(ask(repository)).isEqualTo(1);

            Files.move(folder.resolve("away"), folder.resolve("models"));
            poll(repository, 1);
            assertThat(repository.catalogue().unserved()).isEmpty();
            assertThat(ask(repository)).isEqualTo(1);
        }
    }

    @Test
    void saysThatAFolderIsNotThere() {
        try (ModelRepository repository = ModelRepository.ofFolder(folder.resolve("none"), NONE, OPTIONS)) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("the folder " + folder.resolve("none") + " cannot be read: it does not exist");
        }
    }

    @Test
    void watchesASingleFile() {
        Path file = folder.resolve("my model.onnx");
        try (ModelRepository repository = ModelRepository.ofFile(file, OPTIONS)) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains(file + ": expected a model file, found no file");

            write("my model.onnx", ConstantModel.versioned("a b", 4));
            settle(repository);

            assertThat(ask(repository)).isEqualTo(4);
            assertThat(repository.catalogue().names()).containsExactly("my model");
            assertThat(version(repository)).isEqualTo("a b");
        }
    }

    @Test
    void servesAModelThatNeverChanges() {
        try (ModelRepository repository =
                ModelRepository.of(() -> Model.open(ConstantModel.bytes(8), "shipped.onnx"))) {
            assertThat(ask(repository)).isEqualTo(8);
            assertThat(repository.catalogue().defaultName()).contains("shipped");
        }
        try (ModelRepository repository = ModelRepository.of(() -> Model.open(new byte[0], "shipped.onnx"))) {
            assertThat(repository.catalogue().notReadyReason())
                    .contains("shipped.onnx: not an ONNX model: the file is empty; copy the file again, or export the"
                            + " model to ONNX");
        }
    }

    private ModelRepository open() {
        return ModelRepository.ofFolder(folder, NONE, OPTIONS);
    }

    /** Polls until a change is detected and found to be complete. */
    private static void settle(ModelRepository repository) {
        poll(repository, 2);
    }

    private static void poll(ModelRepository repository, int times) {
        try {
            for (int i = 0; i < times; i++) {
                repository.poll();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double ask(ModelRepository repository) {
        try (Lease lease = repository.lease(NONE, NONE)) {
            return answer(lease.model());
        }
    }

    private static double answer(Model model) {
        TableBuilder row = new TableBuilder(model.schema());
        row.startRow(0);
        row.number(0, "1");
        row.endRow();
        return ((Prediction.Values) model.predict(row.build())).numbers().get(0, 0);
    }

    private static boolean isClosed(Model model) {
        try {
            answer(model);
            return false;
        } catch (IllegalStateException e) {
            return "the model is closed".equals(e.getMessage());
        }
    }

    private static String version(ModelRepository repository) {
        try (Lease lease = repository.lease(NONE, NONE)) {
            return lease.model().version();
        }
    }

    private static String reasons(ModelRepository repository) {
        return String.join("; ", repository.catalogue().unserved().values());
    }

    /** In one step, as it should be done. */
    private void replace(String path, byte[] content) {
        try {
            Path unfinished = Files.write(folder.resolve(".unfinished"), content);
            Files.move(
                    unfinished,
                    folder.resolve(path),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the warnings and errors that the poller logs in this thread from now on. */
    private List<String> log() {
        Thread test = Thread.currentThread();
        List<String> lines = new CopyOnWriteArrayList<>();
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (Thread.currentThread() == test && record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    lines.add(record.getMessage());
                }
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        });
        return lines;
    }
}
