package dev.onward.train;

import dev.onward.model.ModelCard;
import dev.onward.model.Task;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What this version can train, and clear words for what it cannot. */
final class Scope {

    private static final int LISTED_LABELS = 5;

    private final Path file;
    private final TargetColumn target;
    private final Problems problems;

    Scope(Path file, TargetColumn target, Problems problems) {
        this.file = file;
        this.target = target;
        this.problems = problems;
    }

    /** Two classes, and nothing else. The task that was asked for goes before the card's, and that before a guess. */
    void checkTask(Optional<Task> asked, ModelCard card) {
        Task guess = card.labels().isEmpty() ? target.task() : Task.CLASSIFICATION;
        Task task = asked.or(card::task).orElse(guess);
        if (task == Task.CLASSIFICATION) {
            checkClasses();
        } else if (asked.or(card::task).isPresent()) {
            add(1, "regression is not there yet; this version trains on two classes");
        } else {
            add(
                    1,
                    target.labels().size() + " different numbers mean regression, which is not there yet;"
                            + " --task classification takes each number for a class");
        }
    }

    /** Each class must be in each fold, and equal rows are in one fold. */
    void checkSize(Groups groups) {
        for (int i = 0; i < target.labels().size(); i++) {
            long found = groups.count(i);
            if (found < Folds.COUNT) {
                String label = target.labels().get(i);
                add(
                        target.firstLine(label),
                        "expected at least " + Folds.COUNT + " different rows of each class for " + Folds.COUNT
                                + "-fold cross-validation, got " + found + " of " + Text.quote(label));
            }
        }
    }

    private void checkClasses() {
        List<String> labels = target.labels();
        if (labels.size() == 1) {
            add(target.firstLine(labels.get(0)), "expected two classes, found only " + Text.quote(labels.get(0)));
        }
        if (labels.size() > 2) {
            add(
                    1,
                    "expected two classes, found " + labels.size() + ": " + listed(labels)
                            + "; more than two are not there yet");
        }
        for (String label : labels) {
            if (Header.hasSurrogates(label)) {
                add(target.firstLine(label), "the ONNX Runtime cannot take characters beyond U+FFFF in a label");
            }
        }
    }

    private String listed(List<String> labels) {
        String listed = labels.stream()
                .limit(LISTED_LABELS)
                .map(label -> Text.quote(label) + " (first in line " + target.firstLine(label) + ", "
                        + target.count(label) + " in all)")
                .collect(Collectors.joining(", "));
        return labels.size() > LISTED_LABELS ? listed + " and " + (labels.size() - LISTED_LABELS) + " more" : listed;
    }

    private void add(long line, String message) {
        problems.add(file, Problem.of(line, target.name(), message));
    }
}
