package dev.onward.page.answer;

import dev.onward.http.Messages;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.page.answer.ResultTable.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The probabilities or scores of the classes in the first row of a prediction. */
final class ClassResults {

    private static final int MAX_CLASSES = 10;

    private final Prediction.Classes classes;
    private final Matrix scores;
    private final Label predicted;
    private final Messages messages;

    ClassResults(Prediction.Classes classes, Matrix scores, Messages messages) {
        this.messages = messages;
        this.classes = classes;
        this.scores = scores;
        this.predicted = classes.label(0);
    }

    /** Every class, in the order of the model. */
    List<Row> rows() {
        return IntStream.range(0, scores.columns()).mapToObj(this::row).toList();
    }

    /**
     * The classes shown: all of them in the order of the model or, if there are many, the predicted class and the best
     * others.
     */
    ResultTable table() {
        int others = Math.max(0, scores.columns() - MAX_CLASSES);
        return new ResultTable(
                others == 0 ? rows() : best(),
                classes.areProbabilities(),
                classes.areProbabilities() ? Optional.empty() : Optional.of(messages.text("answer.scores")),
                ResultTable.more(others, "answer.more-classes", messages));
    }

    private List<Row> best() {
        double sign = isLowestBest() ? 1 : -1;
        return IntStream.range(0, scores.columns())
                .boxed()
                .sorted(Comparator.<Integer, Boolean>comparing(i -> !label(i).equals(predicted))
                        .thenComparing(i -> sign * scores.get(0, i)))
                .limit(MAX_CLASSES)
                .map(this::row)
                .toList();
    }

    /** True if the class with the lowest score is predicted, as with distances. */
    private boolean isLowestBest() {
        double own = scores.get(0, classes.labels().indexOf(predicted));
        return !classes.areProbabilities()
                && IntStream.range(0, scores.columns()).noneMatch(i -> scores.get(0, i) < own);
    }

    private Row row(int column) {
        Label label = label(column);
        return new Row(
                label.title(),
                Optional.of(label.name()).filter(name -> !name.isEmpty() && !name.equals(label.title())),
                classes.areProbabilities()
                        ? FormattedValue.percentage(scores.get(0, column), messages)
                        : FormattedValue.of(scores, column, messages),
                label.equals(predicted));
    }

    private Label label(int column) {
        return classes.labels().get(column);
    }
}
