package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.Model;

/**
 * The sections of a model's card.
 */
record CardView(TrainingView training, SchemaView schema, VerificationView verification) {

    static CardView of(Model model, Messages messages) {
        return new CardView(
                TrainingView.of(model.card(), model.isTabular()),
                SchemaView.of(model, messages),
                VerificationView.of(model, messages));
    }
}
