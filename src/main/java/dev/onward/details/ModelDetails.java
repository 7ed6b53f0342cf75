package dev.onward.details;

import dev.onward.explain.ExplainableModel;
import dev.onward.explain.FeatureRange;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Computes the details that accompany the predictions of one model, from its graph and card. Made once, when the model
 * is loaded, and used as long as the model is open. Thread-safe.
 */
public final class ModelDetails {

    /** The command that adds or replaces reference data. */
    static final String ANNOTATE = "annotate model.onnx --data train.csv --out explained.onnx";

    private final CompletableFuture<Analysis> analysis;
    private final FeatureChecks checks;
    private final Uncertainty uncertainty;
    private final List<FeatureRange> ranges;

    /** What is known about a model from its graph. */
    private record Analysis(ExplainableModel explainable, Explainers explainers) {

        static Analysis of(Model model, Optional<Reference> reference) {
            ExplainableModel explainable = ExplainableModel.of(model);
            return new Analysis(explainable, Explainers.of(model.name(), explainable, reference));
        }
    }

    private ModelDetails(Model model, Optional<Reference> reference, Executor executor) {
        analysis = CompletableFuture.supplyAsync(() -> Analysis.of(model, reference), executor);
        checks = FeatureChecks.of(model, reference);
        uncertainty = Uncertainty.of(reference);
        ranges = FeatureRanges.of(model, reference);
    }

    /**
     * Reads the graph, which is taken from the model, and the reference data in the card.
     *
     * @param model must stay open as long as the details are used
     * @return empty if the model is not tabular
     */
    public static Optional<ModelDetails> of(Model model) {
        return of(model, Runnable::run);
    }

    /**
     * As {@link #of(Model)}, but the graph, which may take a second, is read by an executor. Only what is computed from
     * the graph waits for it.
     */
    public static Optional<ModelDetails> of(Model model, Executor executor) {
        return model.isTabular() ? Optional.of(new ModelDetails(model, reference(model), executor)) : Optional.empty();
    }

    private Explainers explainers() {
        return analysis.join().explainers();
    }

    private static Optional<Reference> reference(Model model) {
        return model.card().reference().flatMap(ReferenceSection::content);
    }

    /** Returns a source of the details that need no explanation, which does not read the graph. */
    public static DetailSource withoutExplanations(Model model) {
        FeatureChecks checks = FeatureChecks.of(model, reference(model));
        Uncertainty uncertainty = Uncertainty.of(reference(model));
        return new Source(
                DetailOptions.DEFAULT, (table, prediction) -> details(checks, uncertainty, table, prediction));
    }

    private static PredictionDetails details(
            FeatureChecks checks, Uncertainty uncertainty, Table table, Prediction prediction) {
        return PredictionDetails.of(
                row -> checks.warnings(table, row),
                uncertainty.intervals(prediction),
                uncertainty.observed(prediction));
    }

    /** Checks whether the card has data for explanations. */
    public static boolean hasReferenceData(Model model) {
        return model.isTabular()
                && reference(model).flatMap(Reference::explanations).isPresent();
    }

    /**
     * The reason why predictions can be explained only in comparison with another row; empty if they can be explained
     * in comparison with the reference data.
     */
    public Optional<String> noBackgroundReason() {
        return explainers().unavailableReason();
    }

    /** The names of the groups of rows with which a row can be compared. */
    public List<String> groups() {
        return explainers().groups();
    }

    /** The computation of the details for a table. */
    private interface Computation {

        PredictionDetails of(Table table, Prediction prediction);
    }

    private record Source(DetailOptions options, Computation computation) implements DetailSource {

        @Override
        public PredictionDetails of(Table table, Prediction prediction) {
            return computation.of(table, prediction);
        }
    }

    /**
     * Returns the source of the details of one request. It is thread-safe if the limit is.
     *
     * @param model the same model, whose runs hold the permits of the request
     * @throws InvalidInputException with every requested detail for which the model has no reference data
     */
    public DetailSource source(Model model, DetailOptions options, ExplanationLimit limit) {
        List<Problem> problems = new ArrayList<>();
        Optional<ExplanationRequest> explanation = Optional.empty();
        try {
            explanation = options.explanation().map(requested -> explainers().request(requested, limit));
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
        if (options.variesRows() && ranges.isEmpty()) {
            String names = options.curves().isEmpty() ? "flip" : options.flip() ? "curves, flip" : "curves";
            problems.add(Problem.of(
                    names + ": the model's card has no reference data for the features; add it with: " + ANNOTATE));
        }
        throwAny(problems);
        RowVariations variations = new RowVariations(model, ranges, limit);
        Optional<ExplanationRequest> explaining = explanation;
        return new Source(options, (table, prediction) -> {
            checkOptions(options, prediction);
            variations.checkAmount(table, options);
            limit.expectNumbers(variations.numbers(table, options)
                    + explaining.map(requested -> requested.numbers(table)).orElse(0L));
            return details(checks, uncertainty, table, prediction)
                    .with(new PredictionDetails.Requested(
                            explaining.map(requested -> requested.explain(model, table, prediction)),
                            options.curves().map(requested -> variations.curves(table, prediction, requested)),
                            options.flip() ? Optional.of(variations.flips(table, prediction)) : Optional.empty()));
        });
    }

    private static void checkOptions(DetailOptions options, Prediction prediction) {
        List<Problem> problems = new ArrayList<>();
        options.explanation()
                .flatMap(ExplanationOptions::answer)
                .or(() -> options.curves().flatMap(CurveOptions::answer))
                .flatMap(name -> AnswerNames.problem(name, prediction))
                .ifPresent(message -> problems.add(Problem.ofOption("label", message)));
        RowVariations.problems(options, prediction).forEach(message -> problems.add(Problem.of(message)));
        throwAny(problems);
    }

    private static void throwAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size());
        }
    }

    /** Describes the method of explanation, for people. */
    public String explanationSentence() {
        ExplainableModel explainable = analysis.join().explainable();
        String method = explainable
                .notAdditiveReason()
                .map(reason -> "computed from predictions for combinations of values (all of them if there are few,"
                        + " otherwise a random sample); cannot be computed exactly from the graph: " + reason)
                .orElse(explainable.hasTrees() ? "exact, from the trees" : "exact, from the coefficients");
        return method
                + explainers()
                        .unavailableReason()
                        .map(reason ->
                                "; available only as a comparison with another row (compare=), because " + reason)
                        .orElse("");
    }
}
