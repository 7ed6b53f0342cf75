package dev.onward.page;

import dev.onward.model.Model;
import java.util.List;

/**
 * The sections of a model's card.
 *
 * @param recognition what was recognised in the graph, one sentence each
 */
record CardView(TrainingView training, SchemaView schema, VerificationView verification, List<String> recognition) {

    static CardView of(Model model) {
        return new CardView(
                TrainingView.of(model.card(), model.isTabular()),
                SchemaView.of(model),
                VerificationView.of(model),
                model.recognition());
    }
}
