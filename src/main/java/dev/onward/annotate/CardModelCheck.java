package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.Task;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The card that a person wrote: read, and looked through for what contradicts itself. */
final class CardModelCheck {

    private CardModelCheck() {}

    /**
     * @param known what is known of the model without
     * @throws InvalidFilesException if it cannot be read or contradicts itself
     */
    static ModelCard read(Path file, ModelCard known, FileProblems problems) {
        try {
            ModelCard said = ModelCard.read(Files.readAllBytes(file), file.toString());
            checkTask(file, said, problems);
            checkFeatures(file, said.features(), known.features(), problems);
            problems.throwIfAny();
            return said;
        } catch (ModelException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
        }
        throw problems.exception();
    }

    /** Its examples are rows that the model can be asked, or the form would offer what it then refuses. */
    static void checkExamples(Path file, ModelCard said, Schema schema, FileProblems problems) {
        for (Example example : said.examples()) {
            TableBuilder row = new TableBuilder(schema);
            row.startRow(0);
            row.cells(example.row());
            row.endRow();
            row.takeProblems()
                    .forEach(problem -> problems.add(
                            file, Problem.of(0, "example " + Text.quote(example.title()), problem.text("row"))));
        }
    }

    /** What it says that the model answers; labels are those of classes and values are numbers. */
    static Optional<Task> task(ModelCard said) {
        return said.task()
                .or(() -> said.labels().isEmpty()
                        ? said.values().isEmpty() ? Optional.empty() : Optional.of(Task.REGRESSION)
                        : Optional.of(Task.CLASSIFICATION));
    }

    private static void checkTask(Path file, ModelCard said, FileProblems problems) {
        Optional<Task> task = task(said);
        if (task.equals(Optional.of(Task.CLASSIFICATION)) && !said.values().isEmpty()) {
            problems.add(
                    file,
                    Problem.of("expected no \"values\", which are for a regression, beside the task classification"));
        } else if (task.equals(Optional.of(Task.REGRESSION)) && !said.labels().isEmpty()) {
            problems.add(
                    file,
                    Problem.of("expected no \"labels\", which are for a classification, beside the task regression"));
        }
    }

    private static void checkFeatures(Path file, List<FeatureCard> said, List<FeatureCard> known, FileProblems problems) {
        Map<Integer, FeatureCard> first = new HashMap<>();
        for (FeatureCard feature : said) {
            int position = FeatureMerge.position(known, feature);
            FeatureCard other = position < 0 ? null : first.putIfAbsent(position, feature);
            if (other != null) {
                problems.add(
                        file,
                        Problem.of("features " + Text.quote(other.name()) + " and " + Text.quote(feature.name())
                                + " are both for the column "
                                + Text.quote(known.get(position).input())));
            }
        }
    }
}
