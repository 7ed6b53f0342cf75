package dev.onward.launch;

import dev.onward.model.Model;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The work of {@code describe}. */
final class Describe {

    private Describe() {}

    /** Describes, and returns the exit code: 1 if the model cannot be opened. */
    static int run(Path file, boolean cardAlone, PrintWriter out, PrintWriter err) {
        try (Model model = Model.open(file, GuardLimits.of(Settings.limits()))) {
            if (!cardAlone) {
                describe(file, model, out);
                out.println();
                out.println(
                        "A card to start from; \"describe --card\" prints it alone, \"annotate\" puts it into the file:");
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
                + (model.producer().isEmpty() ? "" : ", made by " + model.producer()));
        out.println("sha256: " + model.sha256());
        out.println(
                model.verifiedRows() == 0
                        ? "golden rows: none, so that its answers were not verified"
                        : "golden rows: " + model.verifiedRows() + ", reproduced");
        if (!model.isTabular()) {
            out.println("no table: " + model.obstacle());
        }
        model.recognition().forEach(out::println);
    }
}
