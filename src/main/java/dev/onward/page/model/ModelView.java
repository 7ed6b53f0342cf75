package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.model.card.ModelCard;
import java.util.Optional;

/** A model as shown in the gallery, and in the header and footer of its own page. */
public record ModelView(ModelId id, String sha256, String title, Optional<String> description) {

    public static ModelView of(Model model, Messages messages) {
        ModelCard card = model.card();
        return new ModelView(
                new ModelId(model.name(), model.version()),
                model.sha256(),
                card.title().orElse(model.name()),
                card.description().or(() -> derivedDescription(model, messages)));
    }

    /** A description generated from the model's features and outputs; empty for a model that is not tabular. */
    private static Optional<String> derivedDescription(Model model, Messages messages) {
        return model.isTabular()
                ? Optional.of(messages.count("description", model.schema().size(), outputs(model, messages)))
                : Optional.empty();
    }

    private static String outputs(Model model, Messages messages) {
        return SchemaView.emptyPrediction(model)
                .match(
                        classes -> classes.labels().isEmpty()
                                ? messages.text("description.class")
                                : messages.count(
                                        "description.classes", classes.labels().size()),
                        values -> messages.count(
                                "description.values", values.values().size()),
                        outputs -> messages.count(
                                "description.outputs", outputs.names().size()));
    }
}
