package dev.onward.train;

import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds everything in which a card contradicts the data. */
final class DraftCheck {

    private final Draft draft;
    private final Path dataFile;
    private final TrainingData data;
    private final Problems problems;

    private DraftCheck(Draft draft, Path dataFile, TrainingData data, Problems problems) {
        this.draft = draft;
        this.dataFile = dataFile;
        this.data = data;
        this.problems = problems;
    }

    static void check(Draft draft, Path dataFile, TrainingData data, Task task, Problems problems) {
        DraftCheck check = new DraftCheck(draft, dataFile, data, problems);
        check.checkFeatures();
        if (task == Task.CLASSIFICATION) {
            check.checkLabels();
        } else {
            check.checkValues();
        }
        Examples.check(draft, data.features().schema(), problems);
    }

    private void checkFeatures() {
        Schema schema = data.features().schema();
        Set<String> seen = new HashSet<>();
        for (FeatureCard feature : draft.card().features()) {
            String name = feature.name();
            if (!seen.add(name)) {
                add(name, "this feature stands twice on the card");
            } else if (name.equals(data.target().name())) {
                add(name, "this is the target and cannot be a feature too");
            } else if (schema.position(name) < 0) {
                String message = "feature " + Text.quote(name) + " is no column of the data";
                draft.add(new Problem(0, "", message, schema.nearest(name)), problems);
            } else if (feature.optional().orElse(false)) {
                add(name, "training takes columns without missing values only, so none is optional");
            }
        }
    }

    private void checkLabels() {
        if (!draft.card().values().isEmpty()) {
            add("", "values are for regression, but classes are learnt; \"task\": \"regression\" learns numbers");
        }
        TargetColumn target = data.target();
        List<String> known = draft.card().labels().stream().map(Label::name).toList();
        Set<String> seen = new HashSet<>();
        for (String label : known) {
            if (!seen.add(label)) {
                add("", "label " + Text.quote(label) + " stands twice on the card");
            } else if (!target.labels().contains(label)) {
                add("", "label " + Text.quote(label) + " does not occur in the column " + target.column());
            }
        }
        for (String label : target.labels()) {
            if (!known.isEmpty() && !seen.contains(label)) {
                String message = "the card " + draft.file() + " has no label " + Text.quote(label);
                problems.add(dataFile, Problem.of(target.firstLine(label), target.column(), message));
            }
        }
    }

    private void checkValues() {
        if (!draft.card().labels().isEmpty()) {
            add(
                    "",
                    "labels are for classification, but numbers are learnt; \"task\": \"classification\" learns classes");
        }
        int values = draft.card().values().size();
        if (values > 1) {
            add("", "expected at most one value, the target, got " + values);
        }
        draft.card().values().stream()
                .filter(value -> !value.name().equals(data.target().name()))
                .forEach(value -> add(
                        "",
                        "value " + Text.quote(value.name()) + " is not the target "
                                + Text.quote(data.target().name())));
    }

    private void add(String about, String message) {
        draft.add(about, message, problems);
    }
}
