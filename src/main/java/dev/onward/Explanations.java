package dev.onward;

import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.explain.NoBackgroundException;
import dev.onward.explain.RowOutcome;
import dev.onward.explanation.Explanation;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.table.Table;
import java.util.Optional;

/** The explanations of a model, compared with its card's reference data, or the reason why there are none. */
final class Explanations {

    private static final System.Logger LOG = System.getLogger(Explanations.class.getName());

    private final Model model;
    private final Optional<Explainer> explainer;
    private final String reason;

    private Explanations(Model model, Optional<Explainer> explainer, String reason) {
        this.model = model;
        this.explainer = explainer;
        this.reason = reason;
    }

    /** Reads the graph, which is taken from the model, and the reference data in the card. */
    static Explanations of(Model model) {
        Optional<Reference> reference = model.card().reference().flatMap(ReferenceSection::content);
        if (reference.flatMap(Reference::explanations).isEmpty()) {
            // Without the graph, which takes as much memory as the file.
            model.takeGraph();
            return none(
                    model,
                    "the model's card has no reference data for explanations; add it with the command annotate --data");
        }
        try {
            Explainer explainer = Explainer.of(ExplainableModel.of(model), reference.get(), BackgroundGroup.ALL);
            return new Explanations(model, Optional.of(explainer), "");
        } catch (NoBackgroundException e) {
            return none(model, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(System.Logger.Level.WARNING, model.name() + ": no explanations", e);
            return none(model, "the reference data in the model's card cannot be used");
        }
    }

    private static Explanations none(Model model, String reason) {
        return new Explanations(model, Optional.empty(), reason);
    }

    /**
     * Explains the prediction for a row.
     *
     * @throws OnwardException with the reason why there is no explanation
     */
    Explanation explain(Table table, Prediction prediction, int row) {
        RowOutcome<Explanation> outcome = explainer
                .orElseThrow(() -> OnwardException.of(reason))
                .explanations(model, table, prediction, Optional.empty())
                .apply(row);
        return outcome.result()
                .orElseThrow(() -> OnwardException.of(outcome.reason().orElseThrow()));
    }
}
