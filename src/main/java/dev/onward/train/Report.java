package dev.onward.train;

import dev.onward.model.Label;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelCard.Metric;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells a person at the command line how the training goes and how good its result is. */
final class Report {

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void data(Path file, TrainingData data, Groups groups) {
        TargetColumn target = data.target();
        print(
                "%s: %d rows (%d different), %d features",
                file,
                data.features().rows(),
                groups.size(),
                data.features().schema().size());
        for (String label : target.labels()) {
            print("  %s %s: %d rows", target.name(), label, target.count(label));
        }
        print("Trying candidates in %d-fold cross-validation", Folds.COUNT);
    }

    void tried(CrossValidation.Result result) {
        Evaluation evaluation = result.evaluation();
        print("  %-20s log-loss %.6f, errors %d", result.candidate(), evaluation.logLoss(), evaluation.errors());
    }

    void result(CrossValidation.Result chosen, ModelCard card, List<String> remarks) {
        print("Chosen: %s", chosen.candidate());
        print("%s", card.method());
        print("");
        print("Metrics, by %s:", Wording.protocol(chosen.evaluation()));
        for (Metric metric : card.metrics()) {
            print("  %-12s %s", metric.name(), Digits.text(metric.value()));
        }
        print("");
        card.confusion().ifPresent(confusion -> confusion(card.labels(), confusion.counts()));
        print("");
        remarks.forEach(remark -> print("%s", remark));
    }

    void written(Path file, byte[] model) {
        print("Wrote %s: %d bytes, sha256 %s", file, model.length, Sha256.of(model));
    }

    private void confusion(List<Label> labels, Map<String, Map<String, Long>> counts) {
        List<String> names = labels.stream().map(Label::name).toList();
        print("  %-14s%s", "answered", cells(names));
        counts.forEach((label, answers) -> print("  %-14s%s", "is " + label, cells(answers.values())));
    }

    private static String cells(Collection<?> cells) {
        return cells.stream()
                .map(cell -> String.format(Locale.ROOT, "%14s", cell))
                .collect(Collectors.joining());
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
