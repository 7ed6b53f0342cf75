package dev.onward.explain;

import dev.onward.explain.graph.Space;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a prediction that can be explained: the scores of a classifier or the values of a regression model.
 *
 * @param names of the columns
 * @param space of the numbers
 */
record AnswerNumbers(List<String> names, Matrix numbers, Space space, Prediction prediction) {

    /** Empty if the prediction has no numbers with a known meaning. */
    static Optional<AnswerNumbers> of(Prediction prediction) {
        return prediction.match(
                classes -> classes.scores()
                        .map(scores -> new AnswerNumbers(
                                classes.labels().stream().map(Label::name).toList(),
                                scores,
                                classes.areProbabilities() ? Space.PROBABILITY : Space.SCORE,
                                classes)),
                values -> Optional.of(new AnswerNumbers(
                        values.values().stream().map(Value::name).toList(), values.numbers(), Space.VALUE, values)),
                outputs -> Optional.empty());
    }

    /**
     * The column of an answer.
     *
     * @param answer a label or the name of a value; if empty, the predicted label or the first value
     * @throws IllegalArgumentException if there is none of this name
     */
    int column(int row, Optional<String> answer) {
        String name = answer.isPresent() ? answer.get() : predicted(row);
        int column = names.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("expected one of " + names + " to explain, got " + name);
        }
        return column;
    }

    /** The predicted label, or the name of the first value. */
    private String predicted(int row) {
        return prediction instanceof Prediction.Classes classes
                ? classes.label(row).name()
                : names.get(0);
    }

    /** The numbers of one column, by row. */
    double[] column(int column) {
        double[] values = new double[numbers.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = numbers.get(row, column);
        }
        return values;
    }
}
