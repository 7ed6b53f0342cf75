package dev.onward.train;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.NumericProfile;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TargetColumn;
import dev.onward.train.data.TrainingData;
import dev.onward.train.estimator.Candidate;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.Folds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Determines the task and reports why a model for it cannot be trained on the data. */
final class FeasibilityCheck {

    private static final int MAX_CLASSES = 100;
    private static final int MAX_LISTED_LABELS = 5;
    private static final String AS_NUMBERS = "--task regression treats the labels as numbers";

    private final Path file;
    private final TrainingData data;
    private final TargetColumn target;
    private final FileProblems problems;

    FeasibilityCheck(Path file, TrainingData data, FileProblems problems) {
        this.file = file;
        this.data = data;
        this.problems = problems;
        target = data.target();
    }

    /** The requested task, or else the task of the card, or else the task inferred from the target column. */
    Task task(Optional<Task> requested, UserCard card) {
        return requested.or(card::task).orElseGet(target::task);
    }

    /** Reports everything that makes the target unsuitable for the task. */
    void checkTarget(Task task) {
        if (target.labels().isEmpty()) {
            return;
        }
        if (task == Task.CLASSIFICATION) {
            checkClasses();
        } else {
            checkValues();
        }
        checkNames(task);
    }

    /** Reports too few rows, or too many weights for a model. */
    void checkSize(Estimator estimator, RowGroups groups, DesignColumns columns) {
        if (estimator.task() == Task.CLASSIFICATION) {
            checkRowsOfClasses(groups);
        } else if (groups.size() < Folds.COUNT) {
            problems.add(
                    file, Problem.of("expected at least " + Folds.COUNT + " distinct rows" + folds(groups.size())));
        }
        long weights = Candidate.weights(columns, estimator.outputs());
        if (weights > Candidate.MAX_WEIGHTS) {
            problems.add(
                    file,
                    Problem.of("expected at most " + Candidate.MAX_WEIGHTS + " weights, got " + weights + " ("
                            + columns.count() + " numeric and category columns plus the intercept"
                            + (estimator.outputs() == 1 ? "" : ", for each of " + estimator.outputs() + " classes")
                            + "); to drop columns, set \"drop\": true for them under \"columns\" in the card"));
        }
    }

    /** Each fold needs rows of each class, and equal rows are in one fold. */
    private void checkRowsOfClasses(RowGroups groups) {
        long before = problems.size();
        for (int i = 0; i < groups.classes(); i++) {
            long found = groups.count(i);
            if (found < Folds.COUNT) {
                String label = target.labels().get(i);
                add(
                        target.firstLine(label),
                        "expected at least " + Folds.COUNT + " distinct rows of each class" + folds(found) + " of "
                                + Text.quote(label));
            }
        }
        if (problems.size() > before
                && groups.classes() > 2
                && target.problems().isEmpty()) {
            problems.hint(file, Problem.ofFeature(target.column(), AS_NUMBERS));
        }
    }

    private static String folds(long found) {
        return " for " + Folds.COUNT + "-fold cross-validation, got " + found;
    }

    /** Outputs of the model and columns of CSV predictions have names that features cannot have. */
    private void checkNames(Task task) {
        boolean isClass = task == Task.CLASSIFICATION;
        List<String> outputs = Estimator.outputNames(task);
        for (String name : data.features().schema().names()) {
            if (outputs.contains(name)) {
                problems.add(
                        file,
                        Problem.ofCell(1, name, "a feature cannot have the same name as an output of the" + " model"));
            } else if (name.equals("error") || (isClass && name.startsWith("probability_"))) {
                problems.add(
                        file,
                        Problem.ofCell(
                                1,
                                name,
                                "a feature cannot have the same name as a column that is added to CSV output"));
            }
        }
    }

    private void checkClasses() {
        List<String> labels = target.labels();
        if (labels.size() == 1) {
            add(
                    target.firstLine(labels.get(0)),
                    "expected at least two classes, found only " + Text.quote(labels.get(0)));
        }
        if (labels.size() > MAX_CLASSES) {
            add(
                    1,
                    "expected at most " + MAX_CLASSES + " classes, found " + labels.size() + ": " + listed(labels)
                            + (target.problems().isEmpty() ? "; " + AS_NUMBERS : ""));
        }
        for (String label : labels) {
            if (Text.hasSurrogates(label)) {
                add(target.firstLine(label), "ONNX Runtime does not support characters above U+FFFF in a label");
            }
        }
    }

    private void checkValues() {
        List<Problem> invalid = target.problems();
        invalid.forEach(problem -> problems.add(file, problem));
        if (invalid.isEmpty() && isConstant(target.values())) {
            add(
                    1,
                    "expected at least two distinct numbers, found only "
                            + target.labels().get(0));
        }
    }

    private static boolean isConstant(double[] values) {
        return NumericProfile.of(values.length, row -> values[row]).isConstant();
    }

    private String listed(List<String> labels) {
        String listed = labels.stream()
                .limit(MAX_LISTED_LABELS)
                .map(label -> Text.quote(label) + " (first on line " + target.firstLine(label) + ", "
                        + target.count(label) + " in total)")
                .collect(Collectors.joining(", "));
        return labels.size() > MAX_LISTED_LABELS
                ? listed + " and " + (labels.size() - MAX_LISTED_LABELS) + " more"
                : listed;
    }

    private void add(long line, String message) {
        problems.add(file, Problem.ofCell(line, target.column(), message));
    }
}
