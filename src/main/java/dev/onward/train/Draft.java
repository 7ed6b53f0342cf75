package dev.onward.train;

import dev.onward.model.FeatureCard;
import dev.onward.model.Label;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelException;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The card that a person wrote beside the data: read, and compared with what the data says. */
final class Draft {

    private final Path file;
    private final ModelCard card;
    private final Path dataFile;
    private final TrainingData data;
    private final Problems problems;

    private Draft(Path file, ModelCard card, Path dataFile, TrainingData data, Problems problems) {
        this.file = file;
        this.card = card;
        this.dataFile = dataFile;
        this.data = data;
        this.problems = problems;
    }

    /** The card in the file; an empty one, and a problem, if it cannot be read. */
    static ModelCard read(Path file, Problems problems) {
        try {
            return ModelCard.read(Files.readAllBytes(file), file.toString());
        } catch (ModelException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
        }
        return ModelCard.empty();
    }

    /** Finds everything in which the card contradicts the data. */
    static void check(Path file, ModelCard card, Path dataFile, TrainingData data, Problems problems) {
        Draft draft = new Draft(file, card, dataFile, data, problems);
        draft.checkFeatures();
        draft.checkLabels();
        draft.checkExamples();
    }

    private void checkFeatures() {
        Schema schema = data.features().schema();
        Set<String> seen = new HashSet<>();
        for (FeatureCard feature : card.features()) {
            String name = feature.name();
            if (!seen.add(name)) {
                add(name, "this feature stands twice on the card");
            } else if (name.equals(data.target().name())) {
                add(name, "this is the target and cannot be a feature too");
            } else if (schema.position(name) < 0) {
                problems.add(file, unknown("", name));
            } else if (feature.type().orElse(DataType.NUMBER) != DataType.NUMBER
                    || !feature.categories().isEmpty()) {
                String type = feature.type()
                        .filter(stated -> stated != DataType.NUMBER)
                        .map(stated -> stated.name().toLowerCase(Locale.ROOT))
                        .orElse("categories");
                add(name, "expected the type number, got " + type + "; this version trains on numbers only");
            } else if (feature.optional().orElse(false)) {
                add(name, "this version trains on columns without missing values only, so none is optional");
            }
        }
    }

    private void checkLabels() {
        TargetColumn target = data.target();
        List<String> known = card.labels().stream().map(Label::name).toList();
        Set<String> seen = new HashSet<>();
        for (String label : known) {
            if (!seen.add(label)) {
                problems.add(file, Problem.of("label " + Text.quote(label) + " stands twice on the card"));
            } else if (!target.labels().contains(label)) {
                problems.add(
                        file,
                        Problem.of("label " + Text.quote(label) + " does not occur in the column " + target.name()));
            }
        }
        for (String label : target.labels()) {
            if (!known.isEmpty() && !seen.contains(label)) {
                String message = "the card " + file + " has no label " + Text.quote(label);
                problems.add(dataFile, Problem.of(target.firstLine(label), target.name(), message));
            }
        }
    }

    private void checkExamples() {
        Schema schema = data.features().schema();
        for (Example example : card.examples()) {
            String where = "example " + Text.quote(example.title());
            for (Feature feature : schema.features()) {
                Object value = example.row().get(feature.name());
                boolean fits =
                        value instanceof Number number && feature.accepts().contains(number.doubleValue());
                if (!fits) {
                    add(where + ", " + feature.name(), "expected a number, got " + (value == null ? "nothing" : value));
                }
            }
            List<String> unknown = new ArrayList<>(example.row().keySet());
            unknown.removeAll(schema.names());
            unknown.forEach(name -> problems.add(file, unknown(where + ": ", name)));
        }
    }

    private Problem unknown(String where, String name) {
        return new Problem(
                0,
                "",
                where + "feature " + Text.quote(name) + " is no column of the data",
                data.features().schema().nearest(name));
    }

    private void add(String feature, String message) {
        problems.add(file, Problem.of(0, feature, message));
    }
}
