package dev.onward.page.answer;

import dev.onward.details.Interval;
import dev.onward.details.ObservedShare;
import dev.onward.details.PredictionDetails;
import dev.onward.http.Messages;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Basis;
import dev.onward.page.text.NumberFormats;
import java.util.Optional;
import java.util.OptionalInt;

/** The certainty of a prediction in words: its probability, and what was measured. */
final class Certainty {

    private Certainty() {}

    /** Returns the certainty of the first row; empty if nothing is known about it. */
    static Optional<String> of(Prediction prediction, PredictionDetails details, Messages messages) {
        // Measurements say nothing about values unlike those that were measured.
        boolean isMeasured = details.warnings(0).isEmpty();
        return prediction.match(
                classes -> probability(classes, messages)
                        .map(text -> text
                                + details.observed(0)
                                        .filter(observed -> isMeasured)
                                        .map(observed -> "; " + observed(observed, messages))
                                        .orElse("")),
                values -> values.values().size() == 1 && isMeasured
                        ? details.intervals(0).stream()
                                .findFirst()
                                .map(interval -> interval(
                                        interval, values.values().get(0).digits(), messages))
                        : Optional.empty(),
                outputs -> Optional.empty());
    }

    private static Optional<String> probability(Prediction.Classes classes, Messages messages) {
        Optional<Matrix> probabilities = classes.scores().filter(scores -> classes.areProbabilities());
        return probabilities
                .map(scores -> scores.get(0, classes.labels().indexOf(classes.label(0))))
                .filter(Double::isFinite)
                .map(number ->
                        messages.text("certainty.probability", inWords(NumberFormats.wholePercent(number), messages)));
    }

    private static String inWords(String percentage, Messages messages) {
        return percentage
                .replace("<\u00a0", messages.text("number.less") + " ")
                .replace(">\u00a0", messages.text("number.more") + " ");
    }

    private static String observed(ObservedShare observed, Messages messages) {
        long right = Math.round(observed.share() * observed.count());
        return messages.count("certainty.observed", observed.count(), messages.number(right))
                + basis(observed.basis(), messages);
    }

    private static String interval(Interval interval, OptionalInt digits, Messages messages) {
        return messages.text(
                        "certainty.interval",
                        NumberFormats.readable(Double.toString(interval.from()), digits),
                        NumberFormats.readable(Double.toString(interval.to()), digits))
                + basis(interval.basis(), messages);
    }

    private static String basis(Basis basis, Messages messages) {
        return switch (basis) {
            case CROSS_VALIDATION -> " " + messages.text("certainty.cross-validation");
            case HELD_OUT -> " " + messages.text("certainty.held-out");
            case UNKNOWN -> ", " + messages.text("certainty.unknown");
        };
    }
}
