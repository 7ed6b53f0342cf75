package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.Patience;
import dev.onward.model.ConstantModel;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.repository.ModelRepository.Watching;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {

    private static final Watching OFTEN = new Watching(Duration.ofMillis(10), Duration.ofSeconds(30), Model.SIZE_LIMIT);
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keepsAModelOpenUntilItsLastLeaseIsClosed() {
        write("m.onnx", ConstantModel.bytes(1));
        try (ModelRepository repository = watch()) {
            Lease first = repository.lease(NONE, NONE);
            Lease second = repository.lease(Optional.of("m"), Optional.of("1"));
            replace("m.onnx", ConstantModel.bytes(2));
            await(() -> version(repository).equals("2"));

            first.close();
            first.close();
            assertThat(answer(second.model())).isEqualTo(1);
            second.close();

            await(() -> isClosed(second.model()));
            assertThat(ask(repository)).isEqualTo(2);
        }
    }

    @Test
    void closesEverythingAtTheEndButWhatIsInUse() {
        write("m.onnx", ConstantModel.bytes(1));
        ModelRepository repository = watch();
        Lease lease = repository.lease(NONE, NONE);

        repository.close();

        assertThat(answer(lease.model())).isEqualTo(1);
        lease.close();
        assertThatThrownBy(() -> answer(lease.model())).hasMessage("the model is closed");
        assertThatThrownBy(() -> repository.lease(NONE, NONE)).isInstanceOf(NotReadyException.class);
        assertThat(repository.catalogue().obstacle()).isEqualTo("the application is stopping");
    }

    @Test
    void servesANewFileAndForgetsOneThatIsGone() throws IOException {
        try (ModelRepository repository = watch()) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo(
                            "the folder " + folder + " holds no model: expected name.onnx or name/version/model.onnx");

            write("m.onnx", ConstantModel.bytes(5));
            await(() -> repository.catalogue().obstacle().isEmpty());
            assertThat(ask(repository)).isEqualTo(5);

            Files.delete(folder.resolve("m.onnx"));
            await(() -> repository.catalogue().names().isEmpty());
            assertThatThrownBy(() -> repository.lease(NONE, NONE))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessage("no model is ready to answer");
        }
    }

    @Test
    void asksTheHighestVersionUnlessAnotherIsNamed() {
        write("m/9/model.onnx", ConstantModel.plain(9));
        write("m/10/model.onnx", ConstantModel.plain(10));
        write("m/beta/model.onnx", ConstantModel.plain(3));
        try (ModelRepository repository = watch()) {
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
                    .hasMessage("this model has no version \"11\"; there is beta, 9, 10");
        }
    }

    @Test
    void takesTheVersionThatAFileWithoutAFolderGivesItself() {
        write("said.onnx", ConstantModel.versioned("2025.3", 1));
        write("silent.onnx", ConstantModel.plain(1));
        write("odd.onnx", ConstantModel.versioned("3 (final)", 1));
        try (ModelRepository repository = watch()) {
            assertThat(repository.catalogue().versions("said"))
                    .extracting(Model::version)
                    .containsExactly("2025.3");
            assertThat(repository.catalogue().versions("silent"))
                    .extracting(Model::version)
                    .containsExactly("1");
            assertThat(repository.catalogue().failures())
                    .containsOnlyKeys("odd.onnx")
                    .containsValue("odd.onnx: cannot be served under its version: expected up to 100 letters, digits,"
                            + " dots, dashes and underscores, and a letter or digit first, got \"3 (final)\"");
        }
    }

    @Test
    void hasNoDefaultAmongSeveralUnlessOneIsChosen() {
        write("a.onnx", ConstantModel.plain(1));
        write("b.onnx", ConstantModel.plain(2));

        try (ModelRepository repository = watch()) {
            assertThat(repository.catalogue().defaultName()).isEmpty();
            assertThat(repository.catalogue().obstacle()).isEmpty();
            assertThatThrownBy(() -> repository.lease(NONE, NONE))
                    .isInstanceOf(NoSuchModelException.class)
                    .hasMessage("there are several models and none is the default, expected the name of one: a, b");
            assertThatThrownBy(() -> repository.lease(Optional.of("../a"), NONE))
                    .isInstanceOf(NoSuchModelException.class)
                    .hasMessage("there is no model \"../a\"; there is a, b");
        }
        try (ModelRepository repository = ModelRepository.ofFolder(folder, Optional.of("b"), OFTEN)) {
            assertThat(ask(repository)).isEqualTo(2);
        }
        try (ModelRepository repository = ModelRepository.ofFolder(folder, Optional.of("c"), OFTEN)) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo("the default model \"c\" is not served; there is a, b");
            assertThatThrownBy(() -> repository.lease(NONE, NONE)).isInstanceOf(NotReadyException.class);
            assertThat(repository.lease(Optional.of("a"), NONE).model().name()).isEqualTo("a");
        }
    }

    @Test
    void neverReplacesAGoodModelByABadOne() {
        write("m.onnx", ConstantModel.bytes(1));
        byte[] good = ConstantModel.bytes(2);
        List<String> log = log();
        try (ModelRepository repository = watch()) {
            replace("m.onnx", Arrays.copyOf(good, good.length / 2));
            await(() -> failure(repository).contains("ONNX"));
            assertThat(repository.catalogue().failures().get("m.onnx"))
                    .startsWith("m.onnx: is no ONNX model, or not all of one: ")
                    .endsWith("; the model that it held before is still served");
            assertThat(ask(repository)).isEqualTo(1);
            assertThat(repository.catalogue().obstacle()).isEmpty();

            replace("m.onnx", ConstantModel.unfaithful(3));
            await(() -> failure(repository).contains("golden"));
            assertThat(failure(repository))
                    .isEqualTo("m.onnx: does not reproduce its golden rows: row 1, value: expected 3.0 within 0.0,"
                            + " got 4.0; the model that it held before is still served");
            assertThat(ask(repository)).isEqualTo(1);
            pause();

            replace("m.onnx", good);
            await(() -> version(repository).equals("2"));
            await(() -> repository.catalogue().failures().isEmpty());
            assertThat(ask(repository)).isEqualTo(2);
        }
        assertThat(log.stream().filter(line -> line.startsWith("m.onnx:"))).hasSize(2);
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException {
        write("m.onnx", ConstantModel.bytes(1));
        byte[] next = ConstantModel.bytes(2);
        List<String> log = log();
        try (ModelRepository repository = ModelRepository.ofFolder(
                        folder, NONE, new Watching(Duration.ofMillis(300), Duration.ofSeconds(30), Model.SIZE_LIMIT));
                var out = Files.newOutputStream(folder.resolve("m.onnx"))) {
            for (byte b : next) {
                out.write(b);
                Patience.pause(3);
                assertThat(ask(repository)).isIn(1.0, 2.0);
            }
            await(() -> version(repository).equals("2"));
        }
        assertThat(log.stream().filter(line -> line.startsWith("m.onnx:"))).isEmpty();
    }

    @Test
    void servesEveryOtherFileWhenOneIsBad() {
        write("bad.onnx", new byte[] {1, 2, 3});
        write("good.onnx", ConstantModel.plain(7));
        try (ModelRepository repository = watch()) {
            assertThat(ask(repository)).isEqualTo(7);
            assertThat(repository.catalogue().obstacle()).isEmpty();
            assertThat(repository.catalogue().failures()).containsOnlyKeys("bad.onnx");
        }
    }

    @Test
    void tellsEveryReasonWhenNothingCanBeServed() {
        write("a.onnx", new byte[0]);
        write("b b.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = watch()) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo("a.onnx: is no ONNX model: it holds no graph; b b.onnx: cannot be served under its name:"
                            + " expected up to 100 letters, digits, dots, dashes and underscores, and a letter or digit"
                            + " first, got \"b b\"");
        }
    }

    @Test
    void servesOneFileOfANameAndVersion() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        write("m/1/model.onnx", ConstantModel.plain(2));
        try (ModelRepository repository = watch()) {
            assertThat(ask(repository)).isEqualTo(1);
            assertThat(repository.catalogue().failures())
                    .containsEntry(
                            "m/1/model.onnx",
                            "m/1/model.onnx: is not served, since m, version 1, is served from m.onnx already");

            Files.delete(folder.resolve("m.onnx"));
            await(() -> repository.catalogue().failures().isEmpty()
                    && !repository.catalogue().names().isEmpty());
            assertThat(ask(repository)).isEqualTo(2);
        }
    }

    @Test
    void servesTheSecondFileAsSoonAsTheFirstHasAnotherVersion() {
        write("m.onnx", ConstantModel.versioned("1", 1));
        write("m/1/model.onnx", ConstantModel.plain(2));
        try (ModelRepository repository = watch()) {
            assertThat(repository.catalogue().failures()).containsOnlyKeys("m/1/model.onnx");

            replace("m.onnx", ConstantModel.versioned("2", 3));

            await(() -> repository.catalogue().versions("m").size() == 2);
            await(() -> repository.catalogue().failures().isEmpty());
        }
    }

    @Test
    void losesNothingWhenAFileIsMovedToAFolderOfItsVersion() throws IOException {
        write("m.onnx", ConstantModel.plain(1));
        Files.createDirectories(folder.resolve("m/1"));
        try (ModelRepository repository = watch()) {
            for (int i = 0; i < 20; i++) {
                boolean there = i % 2 == 0;
                String to = there ? "m/1/model.onnx" : "m.onnx";
                Model before = repository.catalogue().versions("m").get(0);
                Files.move(folder.resolve(there ? "m.onnx" : "m/1/model.onnx"), folder.resolve(to));
                while (repository.catalogue().versions("m").get(0) == before) {
                    assertThat(ask(repository)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void servesAModelInSeveralFilesOnceAllOfThemStayTheSame() throws IOException {
        Path from = Path.of("src/test/resources/interop/pytorch-external");
        // Long enough that it is written again between two looks, however busy the machine is.
        Watching slowly = new Watching(Duration.ofMillis(300), Duration.ofSeconds(30), Model.SIZE_LIMIT);
        try (ModelRepository repository = ModelRepository.ofFolder(folder, NONE, slowly)) {
            byte[] data;
            Path part;
            try (Model whole = Model.open(from.resolve("model.onnx"))) {
                part = whole.dataFiles().get(0).getFileName();
                data = Files.readAllBytes(whole.dataFiles().get(0));
            }
            write("e/1/model.onnx", Files.readAllBytes(from.resolve("model.onnx")));
            await(() -> failure(repository).contains("which is not there"));
            // As large as it will be, and yet not all there.
            write("e/1/" + part, new byte[data.length]);
            for (int i = 0; i < 200; i++) {
                Patience.pause(4);
                data[0] ^= 1;
                write("e/1/" + part, data);
                assertThat(repository.catalogue().names()).isEmpty();
            }

            await(() -> !repository.catalogue().names().isEmpty());
            await(() -> repository.catalogue().failures().isEmpty());
        }
    }

    @Test
    void takesAGoodFileWhateverElseIsWrittenBesideIt() throws IOException {
        write("m.onnx", new byte[] {1});
        try (ModelRepository repository = watch()) {
            replace("m.onnx", ConstantModel.plain(4));

            await(() -> {
                write("train.log", new byte[1 + (int) (System.nanoTime() % 1000)]);
                return !repository.catalogue().names().isEmpty();
            });
            assertThat(ask(repository)).isEqualTo(4);
        }
    }

    @Test
    void doesNotTakeAFileThatWasCutOffBeforeItsCard() {
        byte[] whole = ConstantModel.bytes(1);
        write("m.onnx", whole);
        try (ModelRepository repository = watch()) {
            replace("m.onnx", ConstantModel.plain(1));
            await(() -> failure(repository).contains("cut off"));

            assertThat(failure(repository))
                    .isEqualTo("m.onnx: has no golden rows and is smaller than the model before it, which had some, so"
                            + " it looks cut off; if it is meant, remove the file first; the model that it held before"
                            + " is still served");
            try (Lease lease = repository.lease(NONE, NONE)) {
                assertThat(lease.model().verifiedRows()).isEqualTo(1);
            }
        }
    }

    @Test
    void saysThatAFileWaits() {
        try (ModelRepository repository = ModelRepository.ofFolder(
                folder, NONE, new Watching(Duration.ofSeconds(1), Duration.ofSeconds(30), Model.SIZE_LIMIT))) {
            write("m.onnx", ConstantModel.plain(1));

            await(() -> failure(repository).equals("m.onnx: waits until it stays the same from one look to the next"));
            await(() -> repository.catalogue().obstacle().isEmpty());
        }
    }

    /** Others may take long to open, and all the while the one that is served would be said to wait. */
    @Test
    void saysNoMoreThatAFileWaitsOnceItIsServed() {
        try (ModelRepository repository = ModelRepository.ofFolder(
                folder, NONE, new Watching(Duration.ofMillis(200), Duration.ofSeconds(30), Model.SIZE_LIMIT))) {
            write("a.onnx", ConstantModel.plain(1));
            write("b.onnx", ConstantModel.slow());

            await(() -> repository.catalogue().names().contains("a"));
            assertThat(repository.catalogue().failures()).doesNotContainKey("a.onnx");
        }
    }

    @Test
    void refusesANameThatNoAddressCanCarry() {
        write("m.onnx", ConstantModel.versioned("1/2", 1));
        try (ModelRepository repository = ModelRepository.ofFile(folder.resolve("m.onnx"), OFTEN)) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo(folder.resolve("m.onnx") + ": cannot be served under its name: expected a name and a"
                            + " version without slashes, per cent signs and control characters, got \"1/2\"");
        }
    }

    @Test
    void givesUpAFileThatTakesTooLong() {
        write("m.onnx", ConstantModel.slow());
        try (ModelRepository repository = ModelRepository.ofFolder(
                folder, NONE, new Watching(Duration.ZERO, Duration.ofNanos(1), Model.SIZE_LIMIT))) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo("m.onnx: could not be opened within 0.0 s, and was given up");
        }
    }

    @Test
    void keepsWhatItHasWhileTheFolderIsGone() throws IOException {
        write("models/m.onnx", ConstantModel.plain(1));
        try (ModelRepository repository = ModelRepository.ofFolder(folder.resolve("models"), NONE, OFTEN)) {
            Files.move(folder.resolve("models"), folder.resolve("away"));
            await(() -> !repository.catalogue().failures().isEmpty());

            assertThat(repository.catalogue().failures().values())
                    .containsExactly(
                            "the folder " + folder.resolve("models") + " cannot be read: there is no such file");
            assertThat(ask(repository)).isEqualTo(1);

            Files.move(folder.resolve("away"), folder.resolve("models"));
            await(() -> repository.catalogue().failures().isEmpty());
            assertThat(ask(repository)).isEqualTo(1);
        }
    }

    @Test
    void saysThatAFolderIsNotThere() {
        try (ModelRepository repository = ModelRepository.ofFolder(folder.resolve("none"), NONE, OFTEN)) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo("the folder " + folder.resolve("none") + " cannot be read: there is no such file");
        }
    }

    @Test
    void watchesASingleFile() {
        Path file = folder.resolve("my model.onnx");
        try (ModelRepository repository = ModelRepository.ofFile(file, OFTEN)) {
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo(file + ": expected a model file, found nothing there");

            write("my model.onnx", ConstantModel.versioned("a b", 4));
            await(() -> repository.catalogue().obstacle().isEmpty());

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
            assertThat(repository.catalogue().obstacle())
                    .isEqualTo("shipped.onnx: is no ONNX model: it holds no graph");
        }
    }

    @Test
    void looksNoMoreOnceItIsClosed() {
        ModelRepository repository = watch();

        repository.close();

        // What another test gave up may be on its way to its end.
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(Set.of("onward-watch", "onward-load")::contains));
    }

    private ModelRepository watch() {
        return ModelRepository.ofFolder(folder, NONE, OFTEN);
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

    private static String failure(ModelRepository repository) {
        return String.join("; ", repository.catalogue().failures().values());
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

    /** What the watcher logs from now on, until the test has ended. */
    private List<String> log() {
        List<String> lines = new CopyOnWriteArrayList<>();
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
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

    private final Logger logger = Logger.getLogger(Watcher.class.getName());

    /** Long enough for several looks. */
    private static void pause() {
        Patience.pause(100);
    }

    private static void await(BooleanSupplier condition) {
        Patience.await(condition, "the repository comes to that");
    }
}
