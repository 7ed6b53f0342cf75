package dev.onward.page;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.model.card.ModelCard;
import java.util.Optional;

/** A model as shown in the gallery, and in the header and footer of its own page. */
record ModelView(ModelId id, String sha256, String title, Optional<String> description) {

    static ModelView of(Model model) {
        ModelCard card = model.card();
        return new ModelView(
                new ModelId(model.name(), model.version()),
                model.sha256(),
                card.title().orElse(model.name()),
                card.description().or(() -> derivedDescription(model)));
    }

    /** A description generated from the model's features and outputs; empty for a model that is not tabular. */
    private static Optional<String> derivedDescription(Model model) {
        return model.isTabular()
                ? Optional.of("Predicts " + outputs(model) + " from "
                        + NumberFormats.count(model.schema().size(), "feature", "features") + ".")
                : Optional.empty();
    }

    private static String outputs(Model model) {
        return SchemaView.emptyPrediction(model)
                .match(
                        classes -> classes.labels().isEmpty()
                                ? "a class"
                                : "one of "
                                        + NumberFormats.count(classes.labels().size(), "class", "classes"),
                        values -> values.values().size() == 1
                                ? "a number"
                                : NumberFormats.count(values.values().size(), "number", "numbers"),
                        outputs -> NumberFormats.count(outputs.names().size(), "named output", "named outputs"));
    }
}
