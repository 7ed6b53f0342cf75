package dev.onward.train;

import dev.onward.table.Problem;
import dev.onward.table.TableBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the files of a training, so that it can be told all at once. */
public final class Problems {

    private final List<String> lines = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private String more = "";
    private long unlisted;

    public void add(Path file, Problem problem) {
        if (lines.size() < TableBuilder.LISTED_PROBLEMS) {
            lines.add(line(file, problem));
        } else {
            count(file);
        }
    }

    /** A problem in words that already begin with the name of its file. */
    public void add(String line) {
        lines.add(line);
    }

    /** A problem that is not worth a line of its own. */
    public void count(Path file) {
        unlisted++;
        more = file + ": and " + unlisted + (unlisted == 1 ? " more problem" : " more problems");
    }

    /** What helps with problems that were already added; it stands after them. */
    public void hint(Path file, Problem hint) {
        hints.add(line(file, hint));
    }

    /** How many were added or counted. */
    public long size() {
        return lines.size() + unlisted;
    }

    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw exception();
        }
    }

    /** Everything so far, of which there is something. */
    public TrainingException exception() {
        List<String> all = new ArrayList<>(lines);
        if (unlisted > 0) {
            all.add(more);
        }
        all.addAll(hints);
        return new TrainingException(all);
    }

    private static String line(Path file, Problem problem) {
        boolean located = problem.row() > 0 || !problem.feature().isEmpty();
        return file + (located ? ", " : ": ") + problem.text("line");
    }
}
