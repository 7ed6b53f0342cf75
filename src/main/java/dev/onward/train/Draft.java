package dev.onward.train;

import dev.onward.model.card.ColumnCard;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The card that a person wrote beside the data, and its file.
 *
 * @param file to begin messages with; of no meaning if there is no card, of which there is nothing to say
 */
record Draft(Path file, ModelCard card) {

    /** @throws TrainingException if it cannot be read: what the data is wrong in depends on it */
    static Draft read(Optional<Path> file, Problems problems) {
        return file.map(card -> new Draft(card, read(card, problems)))
                .orElseGet(() -> new Draft(Path.of(""), ModelCard.empty()));
    }

    private static ModelCard read(Path file, Problems problems) {
        try {
            return ModelCard.read(Files.readAllBytes(file), file.toString());
        } catch (ModelException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
        }
        throw problems.exception();
    }

    /** What it says of a column of the file. */
    ColumnCard column(String header) {
        return card.columns().getOrDefault(header, new ColumnCard(false, "", Map.of()));
    }

    /** What it says of a feature. */
    Optional<FeatureCard> feature(String name) {
        return card.features().stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst();
    }

    /** Whether no row of the data may be put into the model's file. */
    boolean isConfidential() {
        return card.data().map(ModelCard.DataSource::confidential).orElse(false);
    }

    /** @param about the feature, column or other part of the card */
    void add(String about, String message, Problems problems) {
        add(Problem.of(0, about, message), problems);
    }

    void add(Problem problem, Problems problems) {
        problems.add(file, problem);
    }
}
