package dev.onward.launch;

import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.card.Task;
import dev.onward.runtime.ModelException;
import dev.onward.train.Training;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Runs the command {@code train}. */
final class Train {

    private Train() {}

    /** Trains, and returns the exit code: 2 if the input is invalid, 1 if ONNX Runtime cannot be loaded. */
    static int run(TrainCommand command, PrintWriter report, PrintWriter err) {
        Optional<Task> task = command.task().flatMap(Train::task);
        if (command.task().isPresent() && task.isEmpty()) {
            err.println("onward: --task: expected classification or regression, got \""
                    + command.task().get() + "\"");
            return 2;
        }
        try {
            Training.run(
                    Training.Request.of(command.data(), command.target(), command.out())
                            .withCard(command.card())
                            .withTask(task)
                            .withGroups(command.groups())
                            .withWritten(WriteDate.declared()),
                    report);
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
