package dev.onward.explain;

import dev.onward.model.Model;
import java.util.Optional;

/** A model prepared for explanations: its graph is read once, for any number of backgrounds. Thread-safe. */
public final class ExplainableModel {

    private final Model model;
    private final Optional<AdditiveModel> additive;
    private final Optional<String> reason;

    private ExplainableModel(Model model, Optional<AdditiveModel> additive, Optional<String> reason) {
        this.model = model;
        this.additive = additive;
        this.reason = reason;
    }

    /**
     * Reads the graph of a model, which is taken from it.
     *
     * @param model must stay open as long as it is explained
     */
    public static ExplainableModel of(Model model) {
        try {
            return model.takeGraph()
                    .map(AdditiveModel::read)
                    .map(additive -> of(model, additive))
                    .orElseGet(() -> inexact(model, "the graph is no longer available"));
        } catch (UnreadableGraphException e) {
            return inexact(model, String.valueOf(e.getMessage()));
        }
    }

    /** A model with what was read of its graph. */
    static ExplainableModel of(Model model, AdditiveModel additive) {
        return new ExplainableModel(model, Optional.of(additive), Optional.empty());
    }

    private static ExplainableModel inexact(Model model, String reason) {
        return new ExplainableModel(model, Optional.empty(), Optional.of(reason));
    }

    /** The reason why the graph has no exact explanation; empty if it has one. */
    public Optional<String> inexactReason() {
        return reason;
    }

    Model model() {
        return model;
    }

    Optional<AdditiveModel> additive() {
        return additive;
    }
}
