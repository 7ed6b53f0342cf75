package dev.onward.launch;

import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.card.Task;
import dev.onward.runtime.ModelException;
import dev.onward.train.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The work of {@code train}. */
final class Train {

    private Train() {}

    /** Trains, and returns the exit code: 2 if what was given is not fit for it. */
    static int run(
            Path data,
            String target,
            Optional<Path> card,
            Path out,
            Optional<String> task,
            PrintWriter report,
            PrintWriter err) {
        Optional<Task> chosen = task.flatMap(Train::task);
        if (task.isPresent() && chosen.isEmpty()) {
            err.println("onward: --task: expected classification or regression, got \"" + task.get() + "\"");
            return 2;
        }
        try {
            Training.run(new Training.Request(data, target, card, out, chosen), report);
            return 0;
        } catch (InvalidFilesException e) {
            e.lines().forEach(err::println);
            return 2;
        } catch (ModelException e) {
            err.println("onward: " + e.getMessage());
            return 1;
        }
    }

    private static Optional<Task> task(String name) {
        return Arrays.stream(Task.values())
                .filter(task -> task.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
