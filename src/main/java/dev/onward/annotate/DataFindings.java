package dev.onward.annotate;

import dev.onward.dataset.DataFile;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Basis;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.reference.AnswerReferences;
import dev.onward.reference.ReferenceData;
import dev.onward.reference.Scores;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The entries of a card that follow from rows of data and the model's predictions for them. */
final class DataFindings {

    private final DataFile file;
    private final DataRows rows;
    private final Prediction prediction;
    private final List<Metric> measured;
    private final boolean heldOut;

    private DataFindings(DataFile file, DataRows rows, Prediction prediction, List<Metric> measured, boolean heldOut) {
        this.file = file;
        this.rows = rows;
        this.prediction = prediction;
        this.measured = measured;
        this.heldOut = heldOut;
    }

    /**
     * Predicts the rows and measures the predictions.
     *
     * @param heldOut whether the model was not trained on the rows
     * @throws InvalidFilesException if there are rows that do not fit the model
     */
    static DataFindings of(AnnotationData data, Model model, boolean heldOut, FileProblems problems) {
        DataRows rows = DataRows.read(data, model.schema(), problems);
        try {
            Prediction prediction = model.predict(rows.table());
            List<Metric> measured = rows.targets().isEmpty()
                    ? List.of()
                    : ModelEvaluation.of(data.file().path(), rows, heldOut, prediction, problems);
            problems.throwIfAny();
            return new DataFindings(data.file(), rows, prediction, measured, heldOut);
        } catch (InvalidInputException e) {
            for (Problem problem : e.problems()) {
                // The model does not number the row of a table that has only one.
                int row = (int) Math.max(0, problem.row() - 1);
                data.add(Problem.ofRow(rows.lines().get(row), problem.message()), problems);
            }
            throw problems.exception();
        }
    }

    /** The card's section on these rows. */
    ReferenceData reference(
            Model model, Annotation.Request request, ModelCard card, long fileBytes, FileProblems problems) {
        Optional<Scores> scores = Scores.of(prediction);
        Optional<AnswerReferences.Compared> compared = rows.targets().isEmpty()
                ? Optional.empty()
                : scores.map(predicted -> new AnswerReferences.Compared(
                        heldOut ? Basis.HELD_OUT : Basis.UNKNOWN, predicted, ModelEvaluation.truth(rows, prediction)));
        ReferenceData.Options options = new ReferenceData.Options(
                file.path(),
                Optional.of(file.name()),
                file.sha256(),
                request.written(),
                isConfidential(card),
                request.groups());
        return ReferenceData.of(model, rows.table(), scores, compared, options, fileBytes, problems);
    }

    Table rows() {
        return rows.table();
    }

    /** The metrics on these rows; empty if they have no targets or the predictions cannot be measured. */
    List<Metric> measured() {
        return measured;
    }

    /**
     * The card with feature profiles, examples and metrics. What the model was trained on stays as the card has it,
     * because nobody said that these rows were used.
     */
    ModelCard addTo(ModelCard card) {
        boolean needsExamples = card.examples().isEmpty() && !isConfidential(card);
        return card.toBuilder()
                .features(FeatureProfiles.of(card.features(), rows.table()))
                .examples(needsExamples ? TypicalExamples.of(rows.table(), prediction) : card.examples())
                .metrics(metrics(card))
                .build();
    }

    /** Keeps metrics on other rows, because those of a training are worth more. */
    private List<Metric> metrics(ModelCard card) {
        List<Optional<String>> protocols =
                measured.stream().map(Metric::protocol).toList();
        return Stream.concat(
                        card.metrics().stream().filter(metric -> !protocols.contains(metric.protocol())),
                        measured.stream())
                .toList();
    }

    private static boolean isConfidential(ModelCard card) {
        return card.data().map(DataSource::confidential).orElse(false);
    }
}
