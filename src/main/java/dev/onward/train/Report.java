package dev.onward.train;

import dev.onward.dataset.Digits;
import dev.onward.dataset.NumericProfile;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.model.card.Task;
import dev.onward.table.Feature;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TargetColumn;
import dev.onward.train.data.TrainingData;
import dev.onward.train.estimator.CrossValidation;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.Folds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the progress and the results of a training for a person at the command line. */
final class Report {

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void data(Path file, TrainingData data, Estimator estimator, RowGroups groups) {
        Table features = data.features();
        print(
                "%s: %d rows (%d distinct), %d features",
                file, features.rows(), groups.size(), features.schema().size());
        for (Feature feature : features.schema().features()) {
            if (!feature.categories().isEmpty()) {
                print(
                        "  %s: %d categories",
                        feature.name(), feature.categories().size());
            }
        }
        target(data.target(), estimator);
        print("Trying candidates in %d-fold cross-validation", Folds.COUNT);
    }

    private void target(TargetColumn target, Estimator estimator) {
        for (Label label : estimator.labels()) {
            print("  %s %s: %d rows", target.name(), label.name(), target.count(label.name()));
        }
        if (estimator.task() == Task.REGRESSION) {
            double[] values = target.values();
            NumericProfile profile = NumericProfile.of(values.length, row -> values[row]);
            print(
                    "  %s: %s to %s, mean %s",
                    target.name(),
                    Digits.text(profile.minimum()),
                    Digits.text(profile.maximum()),
                    Digits.text(profile.mean()));
        }
    }

    void tried(CrossValidation.Result result) {
        print("  %-20s %s", result.candidate(), result.evaluation().summary());
    }

    void result(CrossValidation.Result chosen, ModelCard card, Estimator estimator, List<String> remarks) {
        print("Chosen: %s", chosen.candidate());
        card.method().ifPresent(method -> print("%s", method));
        print("");
        print("Metrics, measured by %s:", Wording.protocol(chosen.evaluation(), estimator));
        for (Metric metric : card.metrics()) {
            print("  %-12s %s", metric.name(), Digits.text(metric.value()));
        }
        print("");
        card.confusion().ifPresent(confusion -> {
            confusion(card.labels(), confusion.counts());
            print("");
        });
        remarks.forEach(remark -> print("%s", remark));
    }

    void remark(String remark) {
        print("%s", remark);
    }

    void written(Path file, byte[] model) {
        print("Wrote %s: %d bytes, sha256 %s", file, model.length, Sha256.hex(model));
    }

    private void confusion(List<Label> labels, Map<String, Map<String, Long>> counts) {
        List<String> names = labels.stream().map(Label::name).toList();
        print("  %-14s%s", "predicted", cells(names));
        counts.forEach((label, answers) -> print("  %-14s%s", "true " + label, cells(answers.values())));
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
