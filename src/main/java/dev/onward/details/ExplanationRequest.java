package dev.onward.details;

import dev.onward.explain.Explainer;
import dev.onward.explain.RowOutcome;
import dev.onward.explanation.Explanation;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/** The explanations that one request asks for. Thread-safe if its limit is. */
final class ExplanationRequest {

    /** The amounts of one feature in memory: its contribution, and a copy of it for the response. */
    private static final int NUMBERS_PER_FEATURE = 2;

    private final Supplier<Explainer> maker;
    private final boolean usesGraph;
    private final Optional<String> answer;
    private final Function<String, OptionalDouble> baseErrors;
    private final ExplanationLimit limit;

    /** Guarded by this. */
    private Optional<Explainer> explainer = Optional.empty();

    /**
     * Creates a request.
     *
     * @param maker called once at most, while a permit of the limit is held
     * @param usesGraph true if the explainer computes explanations from the graph, without predictions
     * @param answer the label or value to explain; if empty, the predicted label, or the first value
     * @param baseErrors the standard error of the base, by answer
     */
    ExplanationRequest(
            Supplier<Explainer> maker,
            boolean usesGraph,
            Optional<String> answer,
            Function<String, OptionalDouble> baseErrors,
            ExplanationLimit limit) {
        this.maker = maker;
        this.usesGraph = usesGraph;
        this.answer = answer;
        this.baseErrors = baseErrors;
        this.limit = limit;
    }

    /** The numbers that the explanations of a table hold. */
    long numbers(Table table) {
        // An estimate also has a standard error for each feature.
        int perFeature = NUMBERS_PER_FEATURE + (usesGraph ? 0 : 1);
        return (long) table.rows() * table.schema().size() * perFeature;
    }

    /** Explains the rows in slices, between which others can compute. */
    RowExplanations explain(Model model, Table table, Prediction prediction) {
        List<RowOutcome<Explanation>> outcomes = Slices.compute(
                limit, usesGraph, table.rows(), pause -> explainer().explanations(model, table, prediction, answer));
        int failed = (int)
                outcomes.stream().filter(outcome -> outcome.result().isEmpty()).count();
        limit.count(outcomes.size() - failed, failed);
        return new RowExplanations(table, outcomes, name -> AnswerNames.title(name, prediction), baseErrors);
    }

    private synchronized Explainer explainer() {
        Explainer made = explainer.orElseGet(maker);
        explainer = Optional.of(made);
        return made;
    }
}
