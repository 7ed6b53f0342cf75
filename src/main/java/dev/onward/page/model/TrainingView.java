package dev.onward.page.model;

import dev.onward.model.card.ModelCard;
import java.util.List;
import java.util.Optional;

/** The training of a model, its data and its performance, according to its card. */
public record TrainingView(
        Optional<String> method, EvaluationView evaluation, List<String> notes, Optional<DataSourceView> data) {

    public static TrainingView of(ModelCard card, boolean tabular) {
        return new TrainingView(
                card.method(),
                EvaluationView.of(card, tabular),
                card.notes(),
                card.data().map(DataSourceView::new));
    }

    /** True if the card contains nothing about the training. */
    public boolean isEmpty() {
        return method.isEmpty() && evaluation.metrics().isEmpty() && notes.isEmpty() && data.isEmpty();
    }
}
