package dev.onward.page.answer;

import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.page.text.NumberFormats;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The number of a prediction that its reasons are about: that of the predicted class, or the first value.
 *
 * @param title of the class or value
 * @param column of the number, also in other predictions of the same model
 * @param isProbability whether it is shown as a percentage
 * @param unit of a value
 * @param digits the most decimal places of a value
 */
public record ExplainedNumber(
        String title, int column, boolean isProbability, Optional<String> unit, OptionalInt digits) {

    /** The number for the first row; empty if the prediction has no numbers with a known meaning. */
    public static Optional<ExplainedNumber> of(Prediction prediction) {
        return prediction.match(
                classes -> classes.scores().map(scores -> of(classes)),
                values -> values.values().stream().findFirst().map(ExplainedNumber::of),
                outputs -> Optional.empty());
    }

    private static ExplainedNumber of(Prediction.Classes classes) {
        Label label = classes.label(0);
        return new ExplainedNumber(
                label.title(),
                classes.labels().indexOf(label),
                classes.areProbabilities(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static ExplainedNumber of(Value value) {
        return new ExplainedNumber(value.title(), 0, false, value.unit(), value.digits());
    }

    /** The number for the first row of another prediction of the same model; empty if it is not finite. */
    Optional<Double> in(Prediction prediction) {
        Optional<Matrix> numbers = prediction.match(
                Prediction.Classes::scores, values -> Optional.of(values.numbers()), outputs -> Optional.empty());
        return numbers.map(matrix -> matrix.get(0, column)).filter(Double::isFinite);
    }

    /** A number of this kind for people. */
    public String text(double number) {
        return isProbability
                ? NumberFormats.wholePercent(number)
                : NumberFormats.threeDigits(number, digits)
                        + unit.map(name -> "\u00a0" + name).orElse("");
    }
}
