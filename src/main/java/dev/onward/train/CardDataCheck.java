package dev.onward.train;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import dev.onward.train.data.FeatureEncoding;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.TargetColumn;
import dev.onward.train.data.TrainingData;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reports every contradiction between the user's card and the data. */
final class CardDataCheck {

    private final UserCard card;
    private final Path dataFile;
    private final TrainingData data;
    private final FileProblems problems;

    CardDataCheck(UserCard card, Path dataFile, TrainingData data, FileProblems problems) {
        this.card = card;
        this.dataFile = dataFile;
        this.data = data;
        this.problems = problems;
    }

    /** Reports features, labels, values and examples that do not match the data. */
    void check(Task task) {
        checkFeatures();
        if (task == Task.CLASSIFICATION) {
            checkLabels();
        } else {
            checkValues();
        }
        card.checkExamples(data.features().schema(), problems);
    }

    /**
     * Reports examples that are rows of confidential data.
     *
     * @param rows the data, after {@link #check} found no problem
     */
    void checkConfidentiality(LabelledRows rows) {
        for (Example example : card.card().examples()) {
            if (card.isConfidential()
                    && rows.contains(
                            FeatureEncoding.row(example, data.features().schema()))) {
                add(
                        "example " + Text.quote(example.title()),
                        "expected a synthetic row because the data is confidential, got a row from the data");
            }
        }
    }

    private void checkFeatures() {
        Schema schema = data.features().schema();
        Set<String> names = new HashSet<>();
        for (FeatureCard feature : card.card().features()) {
            String name = feature.name();
            if (!names.add(name)) {
                add(name, "this feature appears in the card twice");
            } else if (name.equals(data.target().name())) {
                add(name, "this is the target, which cannot be a feature");
            } else if (schema.position(name) < 0) {
                String message = "the data has no column for the feature " + Text.quote(name);
                card.add(Problem.of(message).withSuggestion(() -> schema.nearest(name)), problems);
            } else if (feature.optional().orElse(false)) {
                add(name, "training requires columns without missing values, so no feature can be optional");
            }
        }
    }

    private void checkLabels() {
        if (!card.card().values().isEmpty()) {
            add("expected no \"values\" for a classification task; to predict numbers, set \"task\": \"regression\"");
        }
        TargetColumn target = data.target();
        List<String> declared = card.card().labels().stream().map(Label::name).toList();
        Set<String> names = new HashSet<>();
        for (String label : declared) {
            if (!names.add(label)) {
                add("label " + Text.quote(label) + " appears in the card twice");
            } else if (!target.labels().contains(label)) {
                add("label " + Text.quote(label) + " does not occur in the column " + Text.quote(target.column()));
            }
        }
        for (String label : target.labels()) {
            if (!declared.isEmpty() && !names.contains(label)) {
                String message = "label " + Text.quote(label) + " is not in the card "
                        + card.file().orElseThrow();
                problems.add(dataFile, Problem.ofCell(target.firstLine(label), target.column(), message));
            }
        }
    }

    private void checkValues() {
        if (!card.card().labels().isEmpty()) {
            add("expected no \"labels\" for a regression task; to predict classes, set \"task\": \"classification\"");
        }
        int values = card.card().values().size();
        if (values > 1) {
            add("expected at most one entry in \"values\", for the target, got " + values);
        }
        card.card().values().stream()
                .filter(value -> !value.name().equals(data.target().name()))
                .forEach(value -> add("expected the target "
                        + Text.quote(data.target().name()) + " as the value, got " + Text.quote(value.name())));
    }

    private void add(String message) {
        card.add(Problem.of(message), problems);
    }

    private void add(String subject, String message) {
        card.add(subject, message, problems);
    }
}
