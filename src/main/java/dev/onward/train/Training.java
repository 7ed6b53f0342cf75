package dev.onward.train;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.OutputFile;
import dev.onward.dataset.UserCard;
import dev.onward.model.Model;
import dev.onward.model.card.Basis;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.reference.AnswerReferences;
import dev.onward.reference.ReferenceData;
import dev.onward.reference.Scores;
import dev.onward.runtime.ModelException;
import dev.onward.train.data.DataReader;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TrainingData;
import dev.onward.train.estimator.Candidate;
import dev.onward.train.estimator.CrossValidation;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.FitException;
import dev.onward.train.estimator.LinearModel;
import dev.onward.train.estimator.OnnxExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains a model on a CSV file: regularised logistic regression for classes, ridge regression for numbers. Degree and
 * penalty are chosen by cross-validation. The same files give the same model, byte for byte.
 */
public final class Training {

    private final Request request;
    private final UserCard card;
    private final TrainingData training;
    private final FileProblems problems;

    private Training(Request request, UserCard card, TrainingData training, FileProblems problems) {
        this.request = request;
        this.card = card;
        this.training = training;
        this.problems = problems;
    }

    /**
     * The files and options of a training.
     *
     * @param data a CSV file; every column except the target is a feature, unless the card drops it
     * @param target the name of the target column, in the file or in the card
     * @param card the user's card: titles, units, licence, instructions for columns
     * @param out the file to write; an existing file is replaced in one step
     * @param task if empty, the card's, or else inferred from the target column
     * @param groups the condition of each named group of rows, by its name
     * @param written the date to write on the reference data; without it, the same files give the same model on any day
     */
    public record Request(
            Path data,
            String target,
            Optional<Path> card,
            Path out,
            Optional<Task> task,
            Map<String, String> groups,
            Optional<LocalDate> written) {

        /** A request without card and task. */
        public static Request of(Path data, String target, Path out) {
            return new Request(data, target, Optional.empty(), out, Optional.empty(), Map.of(), Optional.empty());
        }

        public Request withCard(Optional<Path> newCard) {
            return new Request(data, target, newCard, out, task, groups, written);
        }

        public Request withTask(Optional<Task> newTask) {
            return new Request(data, target, card, out, newTask, groups, written);
        }

        public Request withGroups(Map<String, String> newGroups) {
            return new Request(data, target, card, out, task, newGroups, written);
        }

        public Request withWritten(Optional<LocalDate> newWritten) {
            return new Request(data, target, card, out, task, groups, newWritten);
        }
    }

    /**
     * Trains the model, verifies that its file reproduces its golden rows, and only then writes it. Returns the card in
     * the file.
     *
     * @param report receives progress and results
     * @throws InvalidFilesException with every problem if data, card or output file cannot be used; an existing output
     *     file is unchanged then
     * @throws ModelException if the runtime that verifies the model cannot be loaded
     */
    public static ModelCard run(Request request, PrintWriter report) {
        FileProblems problems = new FileProblems();
        OutputFile.check(
                request.out(),
                Stream.concat(Stream.of(request.data()), request.card().stream())
                        .toList(),
                problems);
        UserCard card = UserCard.read(request.card(), problems);
        TrainingData training = DataReader.read(request.data(), request.target(), card, problems);
        try {
            return new Training(request, card, training, problems).run(new Report(report));
        } catch (FitException e) {
            throw new InvalidFilesException(List.of(request.data() + ": " + e.getMessage()));
        }
    }

    private ModelCard run(Report report) {
        FeasibilityCheck feasibility = new FeasibilityCheck(request.data(), training, problems);
        Task task = feasibility.task(request.task(), card);
        CardDataCheck cardCheck = new CardDataCheck(card, request.data(), training, problems);
        cardCheck.check(task);
        feasibility.checkTarget(task);
        problems.throwIfAny();
        Estimator estimator = Estimator.of(task, training.target(), card.card());
        LabelledRows data = training.rows(task);
        RowGroups groups = RowGroups.of(data);
        feasibility.checkSize(estimator, groups, data.design());
        cardCheck.checkConfidentiality(data);
        ReferenceData.checkGroups(
                request.groups(), training.features(), scores(estimator, new double[0][]), request.data(), problems);
        problems.throwIfAny();
        return fit(estimator, data, groups, report);
    }

    private ModelCard fit(Estimator estimator, LabelledRows data, RowGroups groups, Report report) {
        report.data(request.data(), training, estimator, groups);
        List<Candidate> candidates = Candidate.all(data.design(), estimator.outputs());
        CrossValidation.Result chosen = new CrossValidation(data, groups, estimator).best(candidates, report::tried);
        LinearModel model = LinearModel.fit(data, chosen.candidate(), estimator);
        List<String> remarks = Wording.remarks(
                chosen, estimator, groups, data, training.features().schema().names());
        ModelCard completed =
                new CardWriter(card, training, estimator, data, chosen).write(model, request.data(), remarks);
        report.result(chosen, completed, estimator, remarks);
        ReferenceData reference = reference(model, estimator, data, chosen, completed);
        reference.remarks().forEach(report::remark);
        ModelCard withReference = completed.toBuilder()
                .reference(Optional.of(reference.section()))
                .build();
        byte[] file = OnnxExport.write(model, estimator, withReference);
        Model.open(file, request.out().toString()).close();
        OutputFile.write(request.out(), file);
        report.written(request.out(), file);
        return withReference;
    }

    /**
     * Describes the data and the predictions for it, which this package computes with its own arithmetic: the runtime's
     * may differ in the last digits between machines.
     */
    private ReferenceData reference(
            LinearModel model,
            Estimator estimator,
            LabelledRows data,
            CrossValidation.Result chosen,
            ModelCard completed) {
        double[][] outputs = IntStream.range(0, data.size())
                .mapToObj(row -> model.outputs(data.row(row)))
                .toArray(double[][]::new);
        double[] truth =
                IntStream.range(0, data.size()).mapToDouble(data::value).toArray();
        AnswerReferences.Compared compared =
                new AnswerReferences.Compared(Basis.CROSS_VALIDATION, scores(estimator, chosen.outputs()), truth);
        ReferenceData.Options options = new ReferenceData.Options(
                request.data(),
                completed.data().flatMap(DataSource::name),
                training.sha256(),
                request.written(),
                card.isConfidential(),
                request.groups());
        byte[] file = OnnxExport.write(model, estimator, completed);
        try (Model opened = Model.open(file, request.out().toString())) {
            ReferenceData reference = ReferenceData.of(
                    opened,
                    training.features(),
                    Optional.of(scores(estimator, outputs)),
                    Optional.of(compared),
                    options,
                    file.length,
                    problems);
            problems.throwIfAny();
            return reference;
        }
    }

    private static Scores scores(Estimator estimator, double[][] outputs) {
        double[][] numbers = Arrays.stream(outputs).map(estimator::numbers).toArray(double[][]::new);
        return estimator.task() == Task.CLASSIFICATION
                ? Scores.ofProbabilities(
                        estimator.labels().stream().map(Label::name).toList(),
                        numbers,
                        Arrays.stream(outputs).mapToInt(estimator::predicted).toArray())
                : Scores.ofValues(estimator.values().stream().map(Value::name).toList(), numbers);
    }
}
