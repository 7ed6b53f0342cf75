package dev.onward.launch;

import dev.onward.annotate.Annotation;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.runtime.ModelException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** The work of {@code annotate}. */
final class Annotate {

    private Annotate() {}

    /** Annotates, and returns the exit code: 2 if what was given is not fit for it, 1 if the model is not. */
    static int run(
            Path model,
            Optional<Path> card,
            Optional<Path> data,
            Optional<String> target,
            Path out,
            PrintWriter report,
            PrintWriter err) {
        try {
            Annotation.run(new Annotation.Request(model, card, data, target, out), report);
            return 0;
        } catch (InvalidFilesException e) {
            e.lines().forEach(err::println);
            return 2;
        } catch (ModelException e) {
            err.println("onward: " + e.getMessage());
            return 1;
        }
    }
}
