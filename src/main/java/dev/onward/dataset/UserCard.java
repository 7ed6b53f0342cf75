package dev.onward.dataset;

import dev.onward.model.ModelId;
import dev.onward.model.card.DataSource;
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
import java.util.Optional;

/**
 * The card that the user wrote for a command.
 *
 * @param file the card's file, for messages; empty if the user gave no card
 * @param card an empty card if the user gave none
 */
public record UserCard(Optional<Path> file, ModelCard card) {

    /** @throws InvalidFilesException if the file cannot be read or is not a card */
    public static UserCard read(Optional<Path> file, FileProblems problems) {
        UserCard card =
                new UserCard(file, file.map(path -> read(path, problems)).orElseGet(ModelCard::empty));
        card.checkServable("name", card.card().name(), problems);
        card.checkServable("version", card.card().version(), problems);
        return card;
    }

    private static ModelCard read(Path file, FileProblems problems) {
        try {
            return ModelCard.read(Files.readAllBytes(file), file.toString());
        } catch (ModelException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(file, Problem.of(Text.unreadable(file, e)));
        }
        throw problems.exception();
    }

    private void checkServable(String entry, Optional<String> text, FileProblems problems) {
        text.flatMap(ModelId::notServableReason).ifPresent(reason -> add(Problem.of(entry + ": " + reason), problems));
    }

    /** The card's entry for a feature. */
    public Optional<FeatureCard> feature(String name) {
        return card.feature(name);
    }

    /** The declared task, or the task that declared labels or values imply. */
    public Optional<Task> task() {
        return card.task()
                .or(() -> card.labels().isEmpty()
                        ? card.values().isEmpty() ? Optional.empty() : Optional.of(Task.REGRESSION)
                        : Optional.of(Task.CLASSIFICATION));
    }

    /** Checks whether the model's file must not contain rows of the data. */
    public boolean isConfidential() {
        return card.data().map(DataSource::confidential).orElse(false);
    }

    /** Reports every example that is not a valid row: the form would offer it and the model refuse it. */
    public void checkExamples(Schema schema, FileProblems problems) {
        for (Example example : card.examples()) {
            TableBuilder row = new TableBuilder(schema);
            row.startRow(0);
            row.cells(example.row());
            row.endRow();
            for (Problem problem : row.takeProblems()) {
                String place = "example " + Text.quote(example.title());
                String feature =
                        problem.feature().map(name -> place + ", " + name).orElse(place);
                add(problem.withFeature(feature), problems);
            }
        }
    }

    /**
     * Reports a problem with this card.
     *
     * @param subject the feature, column or other part of the card
     */
    public void add(String subject, String message, FileProblems problems) {
        add(Problem.ofFeature(subject, message), problems);
    }

    /** Reports a problem with this card. */
    public void add(Problem problem, FileProblems problems) {
        problems.add(file.orElseThrow(), problem);
    }
}
