package dev.onward.train;

import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be trained, and clear words for what cannot. */
final class Scope {

    private static final int MOST_CLASSES = 100;
    private static final int LISTED_LABELS = 5;
    private static final String AS_NUMBERS = "--task regression takes the labels for numbers";

    private final Path file;
    private final TrainingData data;
    private final TargetColumn target;
    private final Problems problems;

    Scope(Path file, TrainingData data, Problems problems) {
        this.file = file;
        this.data = data;
        this.problems = problems;
        target = data.target();
    }

    /** What to learn. The task that was asked for goes before the card's, and that before a guess. */
    Task task(Optional<Task> asked, ModelCard card) {
        return asked.or(card::task).orElseGet(() -> {
            if (card.labels().isEmpty()) {
                return card.values().isEmpty() ? target.task() : Task.REGRESSION;
            }
            return Task.CLASSIFICATION;
        });
    }

    /** Finds everything that keeps the target from being learnt. */
    void check(Task task) {
        if (target.labels().isEmpty()) {
            return;
        }
        if (task == Task.CLASSIFICATION) {
            checkClasses();
        } else {
            checkValues();
        }
        ReservedNames.problems(data.features().schema().names(), task).forEach(problem -> problems.add(file, problem));
    }

    /** Finds out whether there are too few rows, or too many weights for the model. */
    void checkSize(Kind kind, Groups groups, Layout layout) {
        if (kind.task() == Task.CLASSIFICATION) {
            checkRowsOfClasses(groups);
        } else if (groups.size() < Folds.COUNT) {
            problems.add(
                    file, Problem.of("expected at least " + Folds.COUNT + " different rows" + folds(groups.size())));
        }
        long weights = Candidate.weights(layout, kind.outputs());
        if (weights > Candidate.MOST_WEIGHTS) {
            problems.add(
                    file,
                    Problem.of("expected at most " + Candidate.MOST_WEIGHTS + " weights to fit, got " + weights + " ("
                            + layout.columns() + " columns of numbers and categories and the intercept"
                            + (kind.outputs() == 1 ? "" : ", for each of " + kind.outputs() + " classes") + "); "
                            + FeatureTypes.DROP));
        }
    }

    /** Each class must be in each fold, and equal rows are in one fold. */
    private void checkRowsOfClasses(Groups groups) {
        long before = problems.size();
        for (int i = 0; i < groups.classes(); i++) {
            long found = groups.count(i);
            if (found < Folds.COUNT) {
                String label = target.labels().get(i);
                add(
                        target.firstLine(label),
                        "expected at least " + Folds.COUNT + " different rows of each class" + folds(found) + " of "
                                + Text.quote(label));
            }
        }
        if (problems.size() > before
                && groups.classes() > 2
                && target.problems().isEmpty()) {
            problems.hint(file, Problem.of(0, target.column(), AS_NUMBERS));
        }
    }

    private static String folds(long found) {
        return " for " + Folds.COUNT + "-fold cross-validation, got " + found;
    }

    private void checkClasses() {
        List<String> labels = target.labels();
        if (labels.size() == 1) {
            add(
                    target.firstLine(labels.get(0)),
                    "expected at least two classes, found only " + Text.quote(labels.get(0)));
        }
        if (labels.size() > MOST_CLASSES) {
            add(
                    1,
                    "expected at most " + MOST_CLASSES + " classes, found " + labels.size() + ": " + listed(labels)
                            + (target.problems().isEmpty() ? "; " + AS_NUMBERS : ""));
        }
        for (String label : labels) {
            if (Header.hasSurrogates(label)) {
                add(target.firstLine(label), "the ONNX Runtime cannot take characters beyond U+FFFF in a label");
            }
        }
    }

    private void checkValues() {
        List<Problem> faults = target.problems();
        faults.forEach(problem -> problems.add(file, problem));
        if (faults.isEmpty() && isConstant(target.values())) {
            add(1, "expected different numbers, found only " + target.labels().get(0));
        }
    }

    private static boolean isConstant(double[] values) {
        return Statistics.of(values.length, row -> values[row]).isConstant();
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
        problems.add(file, Problem.of(line, target.column(), message));
    }
}
