package dev.onward.train;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.Expected;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.table.Table;
import dev.onward.train.data.DataReader;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.TrainingData;
import dev.onward.train.estimator.Candidate;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.LinearModel;
import java.nio.file.Path;
import java.util.Optional;

/** The same training repeated without writing a file, for predictions without ONNX Runtime. */
record Retrained(Table table, LabelledRows data, Estimator estimator, LinearModel model) {

    /** @param trained the card of the model, whose method names the chosen candidate */
    static Retrained of(Path file, String target, Optional<Path> card, ModelCard trained) {
        FileProblems problems = new FileProblems();
        UserCard userCard = UserCard.read(card, problems);
        TrainingData training = DataReader.read(file, target, userCard, problems);
        Task task = trained.task().orElseThrow();
        Estimator estimator = Estimator.of(task, training.target(), userCard.card());
        LabelledRows data = training.rows(task);
        Candidate chosen = Candidate.all(data.design(), estimator.outputs()).stream()
                .filter(candidate -> trained.method().orElseThrow().contains("(" + candidate + ")"))
                .findFirst()
                .orElseThrow();
        return new Retrained(training.features(), data, estimator, LinearModel.fit(data, chosen, estimator));
    }

    Expected expected(int row) {
        return estimator.expected(model.outputs(data.row(row)));
    }

    double probability(int row, String label) {
        return expected(row).probabilities().getOrDefault(label, Double.NaN);
    }
}
