package dev.onward.details;

import dev.onward.explain.Background;
import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.explain.Explanation;
import dev.onward.explain.FeatureRange;
import dev.onward.explain.NoBackgroundException;
import dev.onward.explain.RowOutcome;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Finds the details that stand beside the predictions of one model, from its graph and card. Made once, when the model
 * is loaded, and used as long as the model is open. Thread-safe.
 */
public final class ModelDetails {

    private static final Logger LOG = System.getLogger(ModelDetails.class.getName());

    /** The names of the options in messages, which are those of requests. */
    private static final String ANSWER = "label";

    private static final String GROUP = "group";
    private static final String CURVES = "curves";
    private static final String FLIP = "flip";

    private static final String ANNOTATE =
            "add reference data to the model with: annotate model.onnx --data train.csv --out explained.onnx";

    private static final String COMPARE = "or send a row to compare with: compare={…}";

    private final ExplainableModel explainable;
    private final FeatureChecks checks;
    private final Uncertainty uncertainty;
    private final List<FeatureRange> ranges;
    private final Optional<Reference> reference;

    /** The reason why there is no explanation without a row to compare with; empty if there is one. */
    private final Optional<String> noBackground;

    /** By the name of the group. That of all rows is made at once, the others when they are first requested. */
    private final Map<String, Explainer> explainers = new ConcurrentHashMap<>();

    private ModelDetails(Model model, ExplainableModel explainable, Optional<Reference> reference) {
        this.explainable = explainable;
        this.reference = reference;
        checks = FeatureChecks.of(model, reference);
        uncertainty = Uncertainty.of(reference);
        ranges = FeatureRanges.of(model, reference);
        noBackground = prepare();
    }

    /**
     * Reads the graph, which is taken from the model, and the reference data in the card.
     *
     * @param model must stay open as long as the details are used
     * @return empty if the model is not tabular
     */
    public static Optional<ModelDetails> of(Model model) {
        return model.isTabular()
                ? Optional.of(new ModelDetails(
                        model,
                        explainable(model),
                        model.card().reference().flatMap(ReferenceSection::content)))
                : Optional.empty();
    }

    /** Returns a source of the details that need no explanation, which does not read the graph. */
    public static DetailSource withoutExplanations(Model model) {
        Optional<Reference> reference = model.card().reference().flatMap(ReferenceSection::content);
        return new DetailSource(
                DetailOptions.DEFAULT,
                (table, prediction) -> details(
                        FeatureChecks.of(model, reference), Uncertainty.of(reference), table, prediction));
    }

    private static PredictionDetails details(
            FeatureChecks checks, Uncertainty uncertainty, Table table, Prediction prediction) {
        return PredictionDetails.of(
                row -> checks.warnings(table, row),
                row -> uncertainty.intervals(prediction, row),
                row -> uncertainty.observed(prediction, row));
    }

    /** Files are not trusted: a graph that cannot be analysed is explained from its answers. */
    private static ExplainableModel explainable(Model model) {
        try {
            return ExplainableModel.of(model);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, model.name() + ": the graph could not be analysed for explanations", e);
            // The graph has been taken, so it is not read again.
            return ExplainableModel.of(model);
        }
    }

    /** Whether the card of a model has data to explain its predictions. */
    public static boolean hasReferenceData(Model model) {
        return model.isTabular()
                && model.card()
                        .reference()
                        .flatMap(ReferenceSection::content)
                        .flatMap(Reference::explanations)
                        .isPresent();
    }

    private Optional<String> prepare() {
        if (reference.isEmpty()) {
            return Optional.of("the model's card has no reference data for explanations");
        }
        try {
            explainers.put(BackgroundGroup.ALL, Explainer.of(explainable, reference.get(), BackgroundGroup.ALL));
            return Optional.empty();
        } catch (NoBackgroundException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the reference data of a model could not be used for explanations", e);
            return Optional.of("the reference data in the card cannot be used");
        }
    }

    /**
     * Returns the source of the details of one request.
     *
     * @param model the same model, whose runs hold the permits of the request
     * @throws InvalidInputException with every requested detail for which the model has no reference data
     */
    public DetailSource source(Model model, DetailOptions options, ExplanationLimit limit) {
        List<Problem> problems = new ArrayList<>();
        Optional<ExplanationRequest> explanation = Optional.empty();
        try {
            explanation = options.explanation().map(requested -> explanation(requested, limit));
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
        if (options.variesRows() && ranges.isEmpty()) {
            String names = options.curves().isEmpty() ? FLIP : options.flip() ? CURVES + ", " + FLIP : CURVES;
            problems.add(Problem.of(
                    names + ": the model's card has no reference data for the features; " + ANNOTATE));
        }
        throwAny(problems);
        RowVariations variations = new RowVariations(model, ranges, limit);
        Optional<ExplanationRequest> explaining = explanation;
        return new DetailSource(options, (table, prediction) -> {
            checkAnswers(options, prediction);
            return details(checks, uncertainty, table, prediction)
                    .with(new PredictionDetails.Requested(
                            explaining.map(requested -> requested.explain(model, table, prediction)),
                            options.curves().map(requested -> variations.curves(table, prediction, requested)),
                            options.flip()
                                    ? Optional.of(variations.flips(table, prediction))
                                    : Optional.empty()));
        });
    }

    private ExplanationRequest explanation(ExplanationOptions requested, ExplanationLimit limit) {
        return new ExplanationRequest(explainer(requested), requested.answer(), baseErrors(requested), limit);
    }

    private static void checkAnswers(DetailOptions options, Prediction prediction) {
        List<Problem> problems = new ArrayList<>();
        options.explanation()
                .flatMap(ExplanationOptions::answer)
                .or(() -> options.curves().flatMap(CurveOptions::answer))
                .flatMap(name -> AnswerNames.problem(name, prediction))
                .ifPresent(message -> problems.add(Problem.of(ANSWER + ": " + message)));
        RowVariations.problems(options, prediction).forEach(message -> problems.add(Problem.of(message)));
        throwAny(problems);
    }

    private static void throwAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size());
        }
    }

    private Explainer explainer(ExplanationOptions options) {
        if (options.compare().isPresent()) {
            return Explainer.of(explainable, Background.of(options.compare().get()));
        }
        if (noBackground.isPresent()) {
            throw problem("no explanation: " + noBackground.get() + "; " + ANNOTATE + "; " + COMPARE);
        }
        return explainers.computeIfAbsent(options.group().orElse(BackgroundGroup.ALL), this::stored);
    }

    private Explainer stored(String group) {
        List<String> groups = groups();
        if (!groups.contains(group)) {
            throw problem(GROUP + ": expected " + AnswerNames.listed(groups) + ", got " + Text.quote(group));
        }
        try {
            return Explainer.of(explainable, reference.orElseThrow(), group);
        } catch (NoBackgroundException e) {
            throw problem(GROUP + ": " + e.getMessage());
        }
    }

    /** The names of the groups of rows with which a row can be compared. */
    public List<String> groups() {
        return noBackground.isPresent()
                ? List.of()
                : reference.flatMap(Reference::explanations)
                        .map(ExplanationData::groups)
                        .orElse(List.of())
                        .stream()
                        .map(BackgroundGroup::name)
                        .toList();
    }

    private Function<String, OptionalDouble> baseErrors(ExplanationOptions options) {
        Map<String, Double> errors = reference
                .filter(data -> options.compare().isEmpty())
                .flatMap(Reference::explanations)
                .flatMap(data -> data.group(options.group().orElse(BackgroundGroup.ALL)))
                .map(BackgroundGroup::standardErrors)
                .orElse(Map.of());
        return answer -> {
            Double error = errors.get(answer);
            return error == null ? OptionalDouble.empty() : OptionalDouble.of(error);
        };
    }

    /** The explanations that one request asks for. */
    private record ExplanationRequest(
            Explainer explainer,
            Optional<String> answer,
            Function<String, OptionalDouble> baseErrors,
            ExplanationLimit limit) {

        /** Explains the rows in slices, between which others can compute. */
        RowExplanations explain(Model model, Table table, Prediction prediction) {
            IntFunction<RowOutcome<Explanation>> explanations = explainer.explanations(model, table, prediction, answer);
            List<RowOutcome<Explanation>> outcomes = Slices.compute(limit, explainer.usesGraph(), table.rows(), explanations);
            int failed = (int) outcomes.stream()
                    .filter(outcome -> outcome.result().isEmpty())
                    .count();
            limit.count(outcomes.size() - failed, failed);
            return new RowExplanations(table, outcomes, name -> AnswerNames.title(name, prediction), baseErrors);
        }
    }

    private static InvalidInputException problem(String message) {
        return new InvalidInputException(List.of(Problem.of(message)), 1);
    }

    /** How the predictions of the model are explained, and why not better. */
    public String explanationSentence() {
        String method = explainable
                .notAdditiveReason()
                .map(reason -> "from predictions of combinations of values, estimated if there are many, because "
                        + reason)
                .orElse(explainable.hasTrees() ? "exact, from the trees" : "exact, from the coefficients");
        return method
                + noBackground
                        .map(reason -> "; only compared with a given row, because " + reason)
                        .orElse("");
    }
}
