package dev.onward.soak;

import dev.onward.OnwardProcess;
import dev.onward.model.ConstantModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The packaged application for two processors, with a heap of 256 MB, the optimising compiler and all other defaults of
 * the JVM. It serves the banknote model and one that is replaced. The access log is off, since this process would have
 * to read it.
 */
final class SoakServer implements AutoCloseable {

    /** The name of the model that is replaced. */
    static final String SWAPPED = "swapped";

    private static final int MAX_STOP_SECONDS = 60;
    private static final double HEAP_SECONDS = 30;
    private static final Pattern COLLECTION =
            Pattern.compile("\\[([0-9.]+)s].* Pause .*?[0-9]+M->([0-9]+)M\\([0-9]+M\\) ([0-9.]+)ms");

    private static final Pattern SERIOUS = Pattern.compile("^\\S+ ERROR |OutOfMemoryError|^\tat ");
    private static final int MAX_LOG_LINES = 20;

    private final Path folder;
    private final OnwardProcess process;

    private SoakServer(Path folder, OnwardProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts it, and returns as soon as it is ready. */
    static SoakServer start(Path folder) throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.copy(Path.of("model.onnx"), models.resolve("banknote.onnx"));
        Files.write(models.resolve(SWAPPED + ".onnx"), ConstantModel.bytes(1));
        OnwardProcess process = OnwardProcess.serve(
                List.of(
                        "-Xmx256m",
                        // Otherwise, resident memory grows with the part of the heap that has been used.
                        "-Xms256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:ActiveProcessorCount=2",
                        "-XX:TieredStopAtLevel=4",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-Xlog:gc:file=" + folder.resolve("gc.log") + ":uptime",
                        "-Djava.io.tmpdir=" + temporary),
                Map.of(),
                "--models",
                models.toString(),
                "--default-model",
                "banknote",
                "--poll",
                "0.5",
                "--access-log",
                "false");
        return new SoakServer(folder, process);
    }

    URI url() {
        return process.url();
    }

    /** Replaces the model in one step. */
    void replaceModel(int version) {
        Path file = folder.resolve("models").resolve(SWAPPED + ".onnx");
        try {
            Path unfinished = Files.write(folder.resolve("unfinished"), ConstantModel.bytes(version));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM, and returns at once. */
    void signal() {
        // Not the process's own method, which also closes our end of its output.
        process.process().toHandle().destroy();
    }

    /** Waits for its end, and returns the exit code. */
    int ended() throws InterruptedException {
        if (!process.process().waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("did not stop: " + process.log());
        }
        return process.process().exitValue();
    }

    /** The lines of the log that must not be there: errors, and stack traces with the lines before them. */
    List<String> seriousLogLines() {
        List<String> lines = process.log().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> SERIOUS.matcher(lines.get(i)).find()
                        || (i + 1 < lines.size() && lines.get(i + 1).startsWith("\tat ")))
                .mapToObj(lines::get)
                .limit(MAX_LOG_LINES)
                .toList();
    }

    /** The file that the JVM leaves if it crashes. */
    Path crash() {
        return folder.resolve("crash.log");
    }

    /** The files and folders in its temporary folder. */
    List<Path> temporaryFiles() {
        try (Stream<Path> all = Files.walk(folder.resolve("tmp"))) {
            return all.skip(1).toList();
        } catch (IOException | UncheckedIOException e) {
            // One of them has just been removed.
            return temporaryFiles();
        }
    }

    /**
     * The smallest heap in use after a collection in each half minute, in MiB, by the seconds since the start of the
     * JVM. Most collections leave garbage behind.
     */
    Series heapAfterCollections() throws IOException {
        SortedMap<Long, Double> smallest = new TreeMap<>();
        for (MatchResult collection : collections()) {
            long part = (long) (Double.parseDouble(collection.group(1)) / HEAP_SECONDS);
            smallest.merge(part, Double.parseDouble(collection.group(2)), Math::min);
        }
        Series series = new Series();
        smallest.forEach((part, mebibytes) -> series.add(part * HEAP_SECONDS, mebibytes));
        return series;
    }

    /** The longest pause for a collection, in milliseconds. */
    double longestPause() throws IOException {
        return collections().stream()
                .mapToDouble(collection -> Double.parseDouble(collection.group(3)))
                .max()
                .orElse(0);
    }

    /** Each with its time in seconds, the heap in use after it in MiB and its pause in milliseconds. */
    private List<MatchResult> collections() throws IOException {
        return Files.readAllLines(folder.resolve("gc.log")).stream()
                .flatMap(line -> COLLECTION.matcher(line).results())
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
