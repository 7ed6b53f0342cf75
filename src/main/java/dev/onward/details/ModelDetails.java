package dev.onward.details;

import dev.onward.explain.Background;
import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.explain.Explanation.Outcome;
import dev.onward.explain.NoBackgroundException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.Label;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.model.card.Value;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the details that stand beside the predictions of one model, from its graph and card. Made once, when the model is
 * loaded, and used as long as the model is open. Thread-safe.
 */
public final class ModelDetails {

    private static final Logger LOG = System.getLogger(ModelDetails.class.getName());

    /** The names of the options in messages, which are those of requests. */
    private static final String ANSWER = "label";

    private static final String GROUP = "group";

    /** The time after which the explanation of several rows lets others compute. */
    private static final long SLICE_NANOS = 5_000_000;

    private static final String REMEDY = "add reference data to the model with: annotate model.onnx --data train.csv"
            + " --out explained.onnx; or send a row to compare with: compare={…}";

    private final ExplainableModel explainable;
    private final FeatureChecks checks;
    private final Uncertainty uncertainty;
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
                        FeatureChecks.of(model, reference), Uncertainty.of(reference), table, prediction, Optional.empty()));
    }

    private static PredictionDetails details(
            FeatureChecks checks,
            Uncertainty uncertainty,
            Table table,
            Prediction prediction,
            Optional<RowExplanations> explanations) {
        return new PredictionDetails(
                row -> checks.warnings(table, row),
                row -> uncertainty.intervals(prediction, row),
                row -> uncertainty.observed(prediction, row),
                explanations);
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
     * @throws InvalidInputException if the model has no background for the explanations
     */
    public DetailSource source(Model model, DetailOptions options, ExplanationLimit limit) {
        Optional<ExplanationRequest> explanation = options.explanation()
                .map(requested -> new ExplanationRequest(
                        explainer(requested), requested.answer(), baseErrors(requested), limit));
        return new DetailSource(
                options,
                (table, prediction) -> details(
                        checks,
                        uncertainty,
                        table,
                        prediction,
                        explanation.map(requested -> requested.explain(model, table, prediction))));
    }

    private Explainer explainer(ExplanationOptions options) {
        if (options.compare().isPresent()) {
            return Explainer.of(explainable, Background.of(options.compare().get()));
        }
        if (noBackground.isPresent()) {
            throw problem("no explanation: " + noBackground.get() + "; " + REMEDY);
        }
        return explainers.computeIfAbsent(options.group().orElse(BackgroundGroup.ALL), this::stored);
    }

    private Explainer stored(String group) {
        List<String> groups = groups();
        if (!groups.contains(group)) {
            throw problem(GROUP + ": expected " + listed(groups) + ", got " + Text.quote(group));
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
            answer.ifPresent(name -> checkAnswer(name, prediction));
            IntFunction<Outcome> explanations = explainer.explanations(model, table, prediction, answer);
            List<Outcome> outcomes = new ArrayList<>(table.rows());
            while (outcomes.size() < table.rows()) {
                ExplanationLimit.Permit permit = limit.acquire(explainer.isExact());
                try {
                    explainSlice(explanations, table.rows(), outcomes);
                } finally {
                    permit.close();
                }
            }
            int failed = (int) outcomes.stream()
                    .filter(outcome -> outcome.explanation().isEmpty())
                    .count();
            limit.count(outcomes.size() - failed, failed);
            return new RowExplanations(table, outcomes, name -> title(name, prediction), baseErrors);
        }

        private static void explainSlice(IntFunction<Outcome> explanations, int rows, List<Outcome> outcomes) {
            long start = System.nanoTime();
            do {
                outcomes.add(explanations.apply(outcomes.size()));
            } while (outcomes.size() < rows && System.nanoTime() - start < SLICE_NANOS);
        }
    }

    private static String title(String name, Prediction prediction) {
        return prediction
                .match(
                        classes -> classes.labels().stream()
                                .filter(label -> label.name().equals(name))
                                .map(Label::title),
                        values -> values.values().stream()
                                .filter(value -> value.name().equals(name))
                                .map(Value::title),
                        outputs -> Stream.of(name))
                .findFirst()
                .orElse(name);
    }

    private static void checkAnswer(String answer, Prediction prediction) {
        List<String> names = prediction.match(
                classes -> classes.labels().stream().map(Label::name).toList(),
                values -> values.values().stream().map(Value::name).toList(),
                outputs -> List.of(answer));
        if (!names.contains(answer)) {
            throw problem(ANSWER + ": expected " + listed(names) + ", got " + Text.quote(answer));
        }
    }

    private static String listed(List<String> names) {
        return (names.size() == 1 ? "" : "one of ")
                + names.stream().limit(20).map(Text::quote).collect(Collectors.joining(", "))
                + (names.size() > 20 ? ", …" : "");
    }

    private static InvalidInputException problem(String message) {
        return new InvalidInputException(List.of(Problem.of(message)), 1);
    }

    /** How the predictions of the model are explained, and why not better. */
    public String explanationSentence() {
        String method = explainable
                .inexactReason()
                .map(reason -> "from predictions of combinations of values, estimated if there are many, because "
                        + reason)
                .orElse(explainable.hasTrees() ? "exact, from the trees" : "exact, from the coefficients");
        return method
                + noBackground
                        .map(reason -> "; only compared with a given row, because " + reason)
                        .orElse("");
    }
}
