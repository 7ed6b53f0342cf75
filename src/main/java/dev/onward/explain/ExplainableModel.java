package dev.onward.explain;

import dev.onward.model.Model;
import dev.onward.model.ModelGraph;
import dev.onward.model.card.ExplanationData;
import java.util.Optional;

/** A model prepared for explanations: its graph is read once, for any number of backgrounds. Thread-safe. */
public final class ExplainableModel {

    private final Model model;
    private final Optional<AdditiveModel> additive;
    private final Optional<String> reason;
    private final Optional<String> patterns;

    private ExplainableModel(
            Model model, Optional<AdditiveModel> additive, Optional<String> reason, Optional<String> patterns) {
        this.model = model;
        this.additive = additive;
        this.reason = reason;
        this.patterns = patterns;
    }

    /**
     * Reads the graph of a model, which is taken from it.
     *
     * @param model must stay open as long as it is explained
     */
    public static ExplainableModel of(Model model) {
        return model.takeGraph()
                .map(graph -> of(model, graph))
                .orElseGet(() -> inexact(model, "the graph is no longer available"));
    }

    private static ExplainableModel of(Model model, ModelGraph graph) {
        try {
            AdditiveModel additive = AdditiveModel.read(graph);
            return new ExplainableModel(
                    model, Optional.of(additive), Optional.empty(), graph.metadata(ExplanationData.PATTERNS));
        } catch (UnreadableGraphException e) {
            return inexact(model, String.valueOf(e.getMessage()));
        }
    }

    /** A model with what was read of its graph. */
    static ExplainableModel of(Model model, AdditiveModel additive) {
        return new ExplainableModel(model, Optional.of(additive), Optional.empty(), Optional.empty());
    }

    private static ExplainableModel inexact(Model model, String reason) {
        return new ExplainableModel(model, Optional.empty(), Optional.of(reason), Optional.empty());
    }

    /** The reason why the graph has no exact explanation; empty if it has one. */
    public Optional<String> inexactReason() {
        return reason;
    }

    /**
     * The SHA-256 digest of the sums and trees of the graph, in hexadecimal, to which a stored background is bound;
     * empty if the graph has no exact explanation.
     */
    public Optional<String> binding() {
        return additive.map(answers -> AnswerTerms.of(answers).digest(answers));
    }

    /** Whether the pattern counts of trees belong to a background of the model. */
    public boolean hasTrees() {
        return additive.filter(answers -> !AnswerTerms.of(answers).ensembles().isEmpty())
                .isPresent();
    }

    /** The metadata entry of the file with the pattern counts of trees. */
    Optional<String> patterns() {
        return patterns;
    }

    Model model() {
        return model;
    }

    Optional<AdditiveModel> additive() {
        return additive;
    }
}
