package dev.onward.details;

import dev.onward.explain.Background;
import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.explain.NoBackgroundException;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.Reference;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The explainers of a model, one for each group of its reference data, made when the model is loaded: a group that
 * cannot be used is found then, and not at each request. Immutable.
 */
final class Explainers {

    private static final Logger LOG = System.getLogger(Explainers.class.getName());

    private static final String COMPARE = "; or compare with a row: compare={…}";

    private final ExplainableModel model;
    private final Optional<ExplanationData> data;
    private final Map<String, Prepared> groups;

    private Explainers(ExplainableModel model, Optional<ExplanationData> data, Map<String, Prepared> groups) {
        this.model = model;
        this.data = data;
        this.groups = groups;
    }

    /** An explainer, or the reason why there is none. */
    record Prepared(Optional<Explainer> explainer, Optional<String> reason) {

        /**
         * Makes an explainer. Files are not trusted, so any failure is a reason.
         *
         * @param where the model and the group, for the log
         */
        static Prepared of(String where, Supplier<Explainer> maker) {
            try {
                return new Prepared(Optional.of(maker.get()), Optional.empty());
            } catch (NoBackgroundException e) {
                return none(String.valueOf(e.getMessage()));
            } catch (RuntimeException | StackOverflowError e) {
                LOG.log(Level.WARNING, where + ": the reference data could not be used for explanations", e);
                return none("the reference data in the card cannot be used");
            }
        }

        private static Prepared none(String reason) {
            return new Prepared(Optional.empty(), Optional.of(reason));
        }
    }

    /** @param name of the model, for the log */
    static Explainers of(String name, ExplainableModel model, Optional<Reference> reference) {
        Optional<ExplanationData> data = reference.flatMap(Reference::explanations);
        Map<String, Prepared> groups = new LinkedHashMap<>();
        reference.filter(present -> data.isPresent()).ifPresent(present -> {
            groups.put(BackgroundGroup.ALL, prepare(name, model, present, BackgroundGroup.ALL));
            for (BackgroundGroup group : data.orElseThrow().groups()) {
                groups.computeIfAbsent(group.name(), key -> prepare(name, model, present, key));
            }
        });
        return new Explainers(model, data, groups);
    }

    private static Prepared prepare(String name, ExplainableModel model, Reference reference, String group) {
        return Prepared.of(name + ", group " + Text.quote(group), () -> Explainer.of(model, reference, group));
    }

    /** The reason why there is no explanation without a row to compare with; empty if there is one. */
    Optional<String> unavailableReason() {
        return data.isEmpty() ? Optional.of("the model's card has no reference data for explanations") : all().reason();
    }

    private Prepared all() {
        return groups.getOrDefault(
                BackgroundGroup.ALL, Prepared.none("the card has no reference data for explanations"));
    }

    /** The names of the groups of rows with which a row can be compared. */
    List<String> groups() {
        return unavailableReason().isPresent()
                ? List.of()
                : data.stream()
                        .flatMap(present -> present.groups().stream())
                        .map(BackgroundGroup::name)
                        .toList();
    }

    /**
     * Returns the explanations of one request.
     *
     * @throws InvalidInputException if the group or its reference data does not exist
     */
    ExplanationRequest request(ExplanationOptions options, ExplanationLimit limit) {
        return new ExplanationRequest(
                explainer(options), model.notAdditiveReason().isEmpty(), options.answer(), baseErrors(options), limit);
    }

    /** An explainer for a row to compare with is made only when a permit for explanations is held. */
    private Supplier<Explainer> explainer(ExplanationOptions options) {
        if (options.compare().isPresent()) {
            return () -> Explainer.of(model, Background.of(options.compare().get()));
        }
        unavailableReason().ifPresent(reason -> {
            throw problem("explain", reason + remedy() + (options.canCompare() ? COMPARE : ""));
        });
        String group = options.group().orElse(BackgroundGroup.ALL);
        Prepared prepared = groups.get(group);
        if (prepared == null) {
            throw problem("group", "expected " + AnswerNames.listed(groups()) + ", got " + Text.quote(group));
        }
        prepared.reason().ifPresent(reason -> {
            throw problem("group", reason);
        });
        return prepared.explainer()::orElseThrow;
    }

    private String remedy() {
        return (data.isEmpty() ? "; add it with: " : "; replace the reference data with: ") + ModelDetails.ANNOTATE;
    }

    private static InvalidInputException problem(String option, String message) {
        return new InvalidInputException(List.of(Problem.ofOption(option, message)), 1);
    }

    private Function<String, OptionalDouble> baseErrors(ExplanationOptions options) {
        Map<String, Double> errors = data.filter(present -> options.compare().isEmpty())
                .flatMap(present -> present.group(options.group().orElse(BackgroundGroup.ALL)))
                .map(BackgroundGroup::standardErrors)
                .orElse(Map.of());
        return answer -> {
            Double error = errors.get(answer);
            return error == null ? OptionalDouble.empty() : OptionalDouble.of(error);
        };
    }
}
