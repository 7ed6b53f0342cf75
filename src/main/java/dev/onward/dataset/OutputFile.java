package dev.onward.dataset;

import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes the file that a command makes, completely or not at all. */
public final class OutputFile {

    private OutputFile() {}

    /** Reports, before any work is done, why the file cannot be written. */
    public static void check(Path out, List<Path> inputs, FileProblems problems) {
        Path folder = folder(out);
        if (Files.isDirectory(out)) {
            problems.add(out, Problem.of("expected a file to write to, found a folder"));
        } else if (!Files.isDirectory(folder)) {
            problems.add(out, Problem.of("cannot be written: the folder " + folder + " does not exist"));
        } else if (!Files.isWritable(folder)) {
            problems.add(out, Problem.of("cannot be written: access to the folder " + folder + " is denied"));
        }
        checkInputs(out, inputs, problems);
    }

    /** Reports that the file is one of the inputs, also through symbolic and hard links. */
    public static void checkInputs(Path out, List<Path> inputs, FileProblems problems) {
        for (Path input : inputs) {
            if (isSame(out, input)) {
                problems.add(out, Problem.of("cannot be written: it is also an input file"));
            }
        }
    }

    /**
     * Replaces the file in one step: a reader sees the old content or the new one.
     *
     * @throws InvalidFilesException if it cannot be written; the old file is unchanged then
     */
    public static void write(Path out, byte[] content) {
        Path draft = folder(out)
                .resolve("." + out.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try {
                Files.write(draft, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
                Files.move(draft, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new InvalidFilesException(List.of(out + ": cannot be written: " + Text.reason(e)));
        }
    }

    private static Path folder(Path out) {
        Path parent = out.toAbsolutePath().getParent();
        return parent == null ? out.toAbsolutePath() : parent;
    }

    private static boolean isSame(Path out, Path input) {
        try {
            return Files.exists(out) && Files.exists(input) && Files.isSameFile(out, input);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
