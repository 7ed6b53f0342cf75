package dev.onward.train;

import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Expected;
import dev.onward.model.card.Task;
import dev.onward.table.Table;
import java.nio.file.Path;
import java.util.Optional;

/** The same training once more, up to the point where a file would be written: answers without a runtime. */
record Retrained(Table table, LabelledRows data, Kind kind, LinearModel model) {

    /** @param trained the card of the model, which says what candidate was chosen */
    static Retrained of(Path file, String target, Optional<Path> card, ModelCard trained) {
        Problems problems = new Problems();
        Draft draft = Draft.read(card, problems);
        TrainingData training = DataReader.read(file, target, draft, problems);
        Task task = trained.task().orElseThrow();
        Kind kind = Kind.of(task, training.target(), draft.card());
        LabelledRows data = training.rows(task);
        Candidate chosen = Candidate.all(data.layout(), kind.outputs()).stream()
                .filter(candidate -> trained.method().contains("(" + candidate + ")"))
                .findFirst()
                .orElseThrow();
        return new Retrained(training.features(), data, kind, LinearModel.fit(data, chosen, kind));
    }

    Expected expected(int row) {
        return kind.expected(model.outputs(data.row(row)));
    }

    double probability(int row, String label) {
        return expected(row).probabilities().getOrDefault(label, Double.NaN);
    }
}
