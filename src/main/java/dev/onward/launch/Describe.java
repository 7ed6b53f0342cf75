package dev.onward.launch;

import dev.onward.model.Model;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Runs the command {@code describe}. */
final class Describe {

    private Describe() {}

    /** Describes, and returns the exit code: 1 if the model cannot be opened. */
    static int run(Path file, boolean cardOnly, PrintWriter out, PrintWriter err) {
        try (Model model = Model.open(file, GuardLimits.of(Settings.readModelLimits()))) {
            if (!cardOnly) {
                describe(file, model, out);
                out.println();
                out.println("Card draft (\"describe --card\" prints only the card; \"annotate\" adds it to the file):");
            }
            out.print(model.draftCard().toPrettyJson());
            out.flush();
            return 0;
        } catch (ModelException | SettingsException e) {
            err.println("onward: " + e.getMessage());
            return 1;
        }
    }

    private static void describe(Path file, Model model, PrintWriter out) {
        out.println(file + ": " + model.name() + ", version " + model.version()
                + model.producer().map(producer -> ", produced by " + producer).orElse(""));
        out.println("sha256: " + model.sha256());
        out.println(
                model.verifiedRows() == 0
                        ? "golden rows: none, so the predictions are not verified"
                        : "golden rows: " + model.verifiedRows() + ", reproduced");
        model.notTabularReason().ifPresent(reason -> out.println("not tabular: " + reason));
        model.recognition().forEach(out::println);
    }
}
