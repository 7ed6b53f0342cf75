package dev.onward.train;

import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.runtime.ModelException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a model on a CSV file: regularised logistic regression for classes, ridge regression for numbers, with degree
 * and penalty chosen by cross-validation. The same files give the same model, byte for byte.
 */
public final class Training {

    private final Request request;
    private final Draft draft;
    private final TrainingData training;
    private final Kind kind;
    private final LabelledRows data;
    private final Groups groups;
    private final Report report;

    private Training(
            Request request,
            Draft draft,
            TrainingData training,
            Kind kind,
            LabelledRows data,
            Groups groups,
            Report report) {
        this.request = request;
        this.draft = draft;
        this.training = training;
        this.kind = kind;
        this.data = data;
        this.groups = groups;
        this.report = report;
    }

    /**
     * What to train.
     *
     * @param data a CSV file; every column but the target is a feature, unless the card drops it
     * @param target the column to learn, by its name in the file or on the card
     * @param card what the CSV file cannot say: titles, units, licence, what to make of a column
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
        try {
            return prepare(request, new Report(report)).run();
        } catch (FitException e) {
            throw new TrainingException(List.of(request.data() + ": " + e.getMessage()));
        }
    }

    private static Training prepare(Request request, Report report) {
        Problems problems = new Problems();
        Output.check(
                request.out(),
                Stream.concat(Stream.of(request.data()), request.card().stream())
                        .toList(),
                problems);
        Draft draft = Draft.read(request.card(), problems);
        TrainingData training = DataReader.read(request.data(), request.target(), draft, problems);
        Scope scope = new Scope(request.data(), training, problems);
        Task task = scope.task(request.task(), draft.card());
        DraftCheck.check(draft, request.data(), training, task, problems);
        scope.check(task);
        problems.throwIfAny();
        Kind kind = Kind.of(task, training.target(), draft.card());
        LabelledRows data = training.rows(task);
        Groups groups = Groups.of(data);
        scope.checkSize(kind, groups, data.layout());
        Examples.checkSecrets(draft, training.features().schema(), data, problems);
        problems.throwIfAny();
        return new Training(request, draft, training, kind, data, groups, report);
    }

    private ModelCard run() {
        report.data(request.data(), training, kind, groups);
        List<Candidate> candidates = Candidate.all(data.layout(), kind.outputs());
        CrossValidation.Result chosen = new CrossValidation(data, groups, kind).best(candidates, report::tried);
        LinearModel model = LinearModel.fit(data, chosen.candidate(), kind);
        List<String> remarks = Wording.remarks(
                chosen, groups, data, training.features().schema().names());
        ModelCard card = new CardWriter(draft, training, kind, data, chosen).write(model, request.data(), remarks);
        report.result(chosen, card, kind, remarks);
        byte[] file = OnnxExport.write(model, kind, card);
        Model.open(file, request.out().toString()).close();
        Output.write(request.out(), file);
        report.written(request.out(), file);
        return card;
    }
}
