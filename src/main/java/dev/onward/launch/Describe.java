package dev.onward.launch;

import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the command {@code describe}. */
final class Describe {

    private Describe() {}

    /** Describes, and returns the exit code: 2 if the model is invalid, 1 if ONNX Runtime cannot be loaded. */
    static int run(Path file, boolean cardOnly, PrintWriter out, PrintWriter err) {
        try (Model model = Model.open(file, GuardLimits.of(Settings.readModelLimits()))) {
            if (!cardOnly) {
                describe(file, model, out);
                out.println();
                out.println("Draft card (\"describe --card\" prints only the card; \"annotate\" adds it to the file):");
            }
            // Reference data is long, is not edited, and stays in the file when "annotate" adds a card.
            out.print(model.draftCard().toBuilder()
                    .reference(Optional.empty())
                    .build()
                    .toPrettyJson());
            out.flush();
            return 0;
        } catch (ModelException | SettingsException e) {
            return CommandFailure.report(e, err);
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
        model.card().reference().ifPresent(reference -> out.println("reference data: " + reference(reference)));
        model.notTabularReason().ifPresent(reason -> out.println("not tabular: " + reason));
        model.recognition().forEach(out::println);
        ModelDetails.of(model).ifPresent(details -> out.println("explanations: " + details.explanationSentence()));
    }

    private static String reference(ReferenceSection section) {
        return section.content()
                .map(Describe::reference)
                .orElse("version " + section.version() + ", which this version of onward cannot read");
    }

    private static String reference(Reference reference) {
        StringBuilder text =
                new StringBuilder().append(reference.rows()).append(reference.rows() == 1 ? " row" : " rows");
        reference.name().ifPresent(name -> text.append(" of ").append(name));
        reference
                .sha256()
                .ifPresent(sha256 -> text.append(" (sha256 ").append(sha256).append(')'));
        reference.written().ifPresent(date -> text.append(", written on ").append(date));
        text.append("; distributions of ").append(reference.features().size()).append(" features");
        reference.answers().stream()
                .flatMap(answer -> answer.calibration().map(Calibration::basis).stream())
                .findFirst()
                .ifPresent(basis -> text.append("; calibration from ").append(rows(basis)));
        reference.answers().stream()
                .flatMap(answer -> answer.residuals().stream())
                .findFirst()
                .ifPresent(residuals -> text.append("; residuals from ").append(rows(residuals.basis())));
        reference.explanations().ifPresent(data -> text.append("; background for explanations: ")
                .append(data.groups().stream().map(Describe::group).collect(Collectors.joining(", "))));
        return text.toString();
    }

    private static String rows(Basis basis) {
        return switch (basis) {
            case CROSS_VALIDATION -> "cross-validation";
            case HELD_OUT -> "held-out rows";
            case UNKNOWN -> "rows that the model may have been trained on";
        };
    }

    private static String group(BackgroundGroup group) {
        String form = group.background().isEmpty()
                ? group.counted() + " of " + group.rows() + " rows"
                : group.background().size() + " rows for " + group.rows();
        return group.name() + " ("
                + group.condition().map(condition -> condition + ", ").orElse("") + form + ")";
    }
}
