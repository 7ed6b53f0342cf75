package dev.onward.launch;

import dev.onward.annotate.Annotation;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Optional;

/** Runs the command {@code annotate}. */
final class Annotate {

    private Annotate() {}

    /** Annotates, and returns the exit code: 2 if a file or a setting is invalid, 1 if ONNX Runtime cannot be loaded. */
    static int run(AnnotateCommand command, PrintWriter report, PrintWriter err) {
        try {
            Annotation.run(
                    Annotation.Request.of(command.model(), command.out())
                            .withCard(command.card())
                            .withData(command.data())
                            .withNamesFrom(command.namesFrom())
                            .withTarget(command.target())
                            .withGroups(command.groups())
                            .withHeldOut(command.heldOut())
                            .withWritten(Optional.of(WriteDate.declaredOrToday()))
                            .withLimits(GuardLimits.of(Settings.readModelLimits())),
                    report);
            return 0;
        } catch (InvalidFilesException e) {
            e.lines().forEach(err::println);
            return 2;
        } catch (ModelException | SettingsException e) {
            return CommandFailure.report(e, err);
        }
    }
}
