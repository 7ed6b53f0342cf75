package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.DataSource;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What rows of data, and the model's answers to them, add to a card. */
final class DataFindings {

    private final AnnotationData source;
    private final DataRows rows;
    private final Prediction prediction;
    private final List<Metric> measured;

    private DataFindings(AnnotationData source, DataRows rows, Prediction prediction, List<Metric> measured) {
        this.source = source;
        this.rows = rows;
        this.prediction = prediction;
        this.measured = measured;
    }

    /** @throws InvalidFilesException if there are rows that do not fit the model */
    static DataFindings ask(AnnotationData source, Model model, FileProblems problems) {
        DataRows rows = DataRows.read(source, model.schema(), problems);
        try {
            Prediction prediction = model.predict(rows.table());
            List<Metric> measured =
                    rows.targets().isEmpty() ? List.of() : ModelEvaluation.of(source.file(), rows, prediction, problems);
            problems.throwIfAny();
            return new DataFindings(source, rows, prediction, measured);
        } catch (InvalidInputException e) {
            // A table of one row has no need to number it.
            e.problems()
                    .forEach(problem -> problems.add(
                            source.file(),
                            Problem.of(rows.lines().get((int) Math.max(0, problem.row() - 1)), "", problem.message())));
            throw problems.exception();
        }
    }

    Table rows() {
        return rows.table();
    }

    /** How good the model is on these rows; empty if they have no target or it cannot be measured. */
    List<Metric> measured() {
        return measured;
    }

    ModelCard complete(ModelCard card) {
        DataSource data = source(card);
        boolean examples = card.examples().isEmpty() && !data.confidential();
        return card.with(
                FeatureProfiles.of(card.features(), rows.table()),
                examples ? TypicalExamples.of(rows.table(), prediction) : card.examples(),
                metrics(card),
                Optional.of(data),
                card.golden());
    }

    /** Measures on other rows stay: those of a training are worth more than what is measured here. */
    private List<Metric> metrics(ModelCard card) {
        List<String> protocols = measured.stream().map(Metric::protocol).toList();
        return Stream.concat(
                        card.metrics().stream().filter(metric -> !protocols.contains(metric.protocol())),
                        measured.stream())
                .toList();
    }

    /** A card that names the file of the training keeps it, since these rows may be others. */
    private DataSource source(ModelCard card) {
        DataSource given = card.data().orElse(new DataSource("", "", "", "", "", 0, "", false));
        boolean known = !given.sha256().isEmpty();
        return new DataSource(
                given.name().isEmpty() ? source.name() : given.name(),
                given.url(),
                given.license(),
                given.licenseUrl(),
                given.citation(),
                known ? given.rows() : rows.table().rows(),
                known ? given.sha256() : source.sha256(),
                given.confidential());
    }
}
