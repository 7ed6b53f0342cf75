package dev.onward.dataset;

import dev.onward.table.Problem;
import dev.onward.table.TableBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the problems of all files of a command, so that they are reported together. Not thread-safe. */
public final class FileProblems {

    private final List<String> lines = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private Optional<Path> unlistedIn = Optional.empty();
    private long unlisted;

    /** Adds a problem, which is listed as long as the list is not full and only counted after that. */
    public void add(Path file, Problem problem) {
        if (lines.size() < TableBuilder.MAX_LISTED_PROBLEMS) {
            lines.add(line(file, problem));
        } else {
            count(file);
        }
    }

    /** Adds a problem whose text already begins with the file's name. */
    public void add(String line) {
        lines.add(line);
    }

    /** Counts a problem without listing it. */
    public void count(Path file) {
        unlisted++;
        unlistedIn = Optional.of(file);
    }

    /** Adds a remedy for problems that were added before; hints come after all problems. */
    public void hint(Path file, Problem hint) {
        hints.add(line(file, hint));
    }

    /** The number of problems that were added or counted. */
    public long size() {
        return lines.size() + unlisted;
    }

    /** @throws InvalidFilesException if a problem was added */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw exception();
        }
    }

    /** The exception with everything that was added, which must be at least one problem. */
    public InvalidFilesException exception() {
        List<String> all = new ArrayList<>(lines);
        unlistedIn.ifPresent(
                file -> all.add(file + ": and " + unlisted + (unlisted == 1 ? " more problem" : " more problems")));
        all.addAll(hints);
        return new InvalidFilesException(all);
    }

    private static String line(Path file, Problem problem) {
        boolean located = problem.row() > 0 || problem.feature().isPresent();
        return file + (located ? ", " : ": ") + problem.text("line");
    }
}
