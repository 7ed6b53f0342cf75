package dev.onward.page;

import dev.onward.model.card.ModelCard;
import java.util.List;
import java.util.Optional;

/** How a model was trained, on what data, and how well it performs, according to its card. */
record TrainingView(
        Optional<String> method, EvaluationView evaluation, List<String> notes, Optional<DataSourceView> data) {

    static TrainingView of(ModelCard card, boolean tabular) {
        return new TrainingView(
                card.method(),
                EvaluationView.of(card, tabular),
                card.notes(),
                card.data().map(DataSourceView::new));
    }

    /** Whether the card says nothing about the training. */
    public boolean isEmpty() {
        return method.isEmpty() && evaluation.metrics().isEmpty() && notes.isEmpty() && data.isEmpty();
    }
}
