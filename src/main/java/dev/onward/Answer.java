package dev.onward;

import dev.onward.explanation.Explanation;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.util.List;
import java.util.Optional;

/**
 * The prediction for one row: a label, usually with a probability for each label; or a value, or several by name. A
 * number is NaN if the model returned NaN. Numbers of a model that computes with 32-bit floats have their precision.
 * Immutable.
 */
public final class Answer {

    private final Onward onward;
    private final Table table;
    private final Prediction prediction;
    private final int row;

    Answer(Onward onward, Table table, Prediction prediction, int row) {
        this.onward = onward;
        this.table = table;
        this.prediction = prediction;
        this.row = row;
    }

    /**
     * The name of the predicted class.
     *
     * @throws OnwardException if the model does not predict classes
     */
    public String label() {
        return classes().label(row).name();
    }

    /**
     * The probability of a class, from 0 to 1.
     *
     * @param label the name of a class
     * @throws OnwardException if there is no such class, or the model's numbers are not known to be probabilities
     */
    public double probability(String label) {
        Prediction.Classes classes = classes();
        if (classes.scores().isPresent() && !classes.areProbabilities()) {
            throw OnwardException.of("the scores of this model are not known to be probabilities; use score");
        }
        return score(classes, label);
    }

    /**
     * The score of a class, which is its probability if the model has probabilities.
     *
     * @param label the name of a class
     * @throws OnwardException if there is no such class, or the model has no scores
     */
    public double score(String label) {
        return score(classes(), label);
    }

    private double score(Prediction.Classes classes, String label) {
        Matrix scores = classes.scores()
                .orElseThrow(() -> OnwardException.of("this model returns labels without probabilities"));
        List<Label> labels = classes.labels();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).name().equals(label)) {
                return scores.get(row, i);
            }
        }
        throw unknown("label", label, labels.stream().map(Label::name).toList());
    }

    /**
     * The predicted value, in the unit of the model's card.
     *
     * @throws OnwardException if the model predicts classes, or more than one value
     */
    public double value() {
        List<String> names = valueNames();
        if (names.size() != 1) {
            throw OnwardException.of(
                    "this model returns several values: " + Text.quote(names) + "; use value with a name");
        }
        return value(0);
    }

    /**
     * One of the predicted values, in the unit of the model's card.
     *
     * @param name of the value, or of an output without a known meaning
     * @throws OnwardException if the model predicts classes, there is no such value, or it is text
     */
    public double value(String name) {
        List<String> names = valueNames();
        int position = names.indexOf(name);
        if (position < 0) {
            throw unknown("value", name, names);
        }
        return value(position);
    }

    private double value(int position) {
        return prediction.match(
                classes -> Double.NaN,
                values -> values.numbers().get(row, position),
                outputs -> number(outputs, position));
    }

    private double number(Prediction.Outputs outputs, int position) {
        try {
            return outputs.columns().get(position).number(row);
        } catch (IllegalStateException e) {
            throw OnwardException.of("the output " + Text.quote(outputs.names().get(position)) + " is text");
        }
    }

    /**
     * Explains the prediction: the contributions of the features to the number of the predicted class, or to the first
     * value, compared with the rows of the reference data in the model's card. Computed at each call, which may take
     * many predictions; exact for linear models and trees.
     *
     * @throws OnwardException if the card has no reference data, the row cannot be explained, or the model is closed
     */
    public Explanation explain() {
        return onward.explain(table, prediction, row);
    }

    private Prediction.Classes classes() {
        if (prediction instanceof Prediction.Classes classes) {
            return classes;
        }
        throw OnwardException.of("this model does not predict labels; use value");
    }

    private List<String> valueNames() {
        return prediction
                .<Optional<List<String>>>match(
                        classes -> Optional.empty(),
                        values -> Optional.of(
                                values.values().stream().map(Value::name).toList()),
                        outputs -> Optional.of(outputs.names()))
                .orElseThrow(() -> OnwardException.of("this model predicts labels, not values; use label"));
    }

    private static OnwardException unknown(String kind, String name, List<String> names) {
        return OnwardException.of(kind + ": expected one of " + Text.quote(names) + ", got " + Text.quote(name)
                + Text.suggestion(Text.nearest(name, names)));
    }
}
