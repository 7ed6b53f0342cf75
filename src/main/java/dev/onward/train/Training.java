package dev.onward.train;

import dev.onward.model.Model;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelException;
import dev.onward.model.Task;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a classifier of two classes on a CSV file: regularised logistic regression, whose degree and penalty are chosen
 * by cross-validation. The same files give the same model, byte for byte.
 */
public final class Training {

    private Training() {}

    /**
     * What to train.
     *
     * @param data a CSV file; every column but the target is a feature
     * @param target the column to learn
     * @param card what the CSV file cannot say: titles, units, licence
     * @param out the file to write; replaced in one step if it is there
     * @param task what to learn; if empty, as the card says, or else by the look of the target
     */
    public record Request(Path data, String target, Optional<Path> card, Path out, Optional<Task> task) {}

    /**
     * Trains the model, proves that its file reproduces its golden rows, and only then writes it. The card that is
     * returned is the one in the file.
     *
     * @param report is told of progress and result
     * @throws TrainingException if data, card or output are not fit for it, with everything that was found; or if the
     *     output cannot be written, which leaves it as it was
     * @throws ModelException if the runtime that proves the model cannot be loaded
     */
    public static ModelCard run(Request request, PrintWriter report) {
        Problems problems = new Problems();
        Output.check(
                request.out(),
                Stream.concat(Stream.of(request.data()), request.card().stream())
                        .toList(),
                problems);
        ModelCard draft = request.card().map(card -> Draft.read(card, problems)).orElseGet(ModelCard::empty);
        TrainingData training = DataReader.read(request.data(), request.target(), problems);
        request.card().ifPresent(card -> Draft.check(card, draft, request.data(), training, problems));
        Scope scope = new Scope(request.data(), training.target(), problems);
        scope.checkTask(request.task(), draft);
        problems.throwIfAny();
        LabelledRows data = new LabelledRows(training.rows(), training.target().classes());
        Groups groups = Groups.of(data);
        scope.checkSize(groups);
        problems.throwIfAny();
        try {
            return train(request, draft, training, data, groups, new Report(report));
        } catch (FitException e) {
            throw new TrainingException(List.of(request.data() + ": " + e.getMessage()));
        }
    }

    private static ModelCard train(
            Request request, ModelCard draft, TrainingData training, LabelledRows data, Groups groups, Report report) {
        report.data(request.data(), training, groups);
        CrossValidation.Result chosen =
                new CrossValidation(data, groups).best(Candidate.all(data.features()), report::tried);
        Classifier classifier = Classifier.fit(data, chosen.candidate());
        List<String> remarks = Wording.remarks(
                chosen, groups, data, training.features().schema().names());
        ModelCard card = new CardWriter(draft, training, data, chosen).write(classifier, request.data(), remarks);
        report.result(chosen, card, remarks);
        byte[] model = OnnxExport.write(classifier, card);
        Model.open(model, request.out().toString()).close();
        Output.write(request.out(), model);
        report.written(request.out(), model);
        return card;
    }
}
