package dev.onward.page;

import dev.onward.details.Interval;
import dev.onward.details.ObservedShare;
import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Basis;
import java.util.Optional;

/** The certainty of a prediction in words: its probability, and what was measured. */
final class Certainty {

    private Certainty() {}

    /** Returns the certainty of the first row; empty if nothing is known about it. */
    static Optional<String> of(Prediction prediction, PredictionDetails details) {
        // Measurements say nothing about values unlike those that were measured.
        boolean isMeasured = details.warnings(0).isEmpty();
        return prediction.match(
                classes -> probability(classes)
                        .map(text -> text
                                + details.observed(0)
                                        .filter(observed -> isMeasured)
                                        .map(Certainty::observed)
                                        .orElse("")),
                values -> values.values().size() == 1 && isMeasured
                        ? details.intervals(0).stream().findFirst().map(Certainty::interval)
                        : Optional.empty(),
                outputs -> Optional.empty());
    }

    private static Optional<String> probability(Prediction.Classes classes) {
        Optional<Matrix> probabilities = classes.scores().filter(scores -> classes.areProbabilities());
        return probabilities
                .map(scores -> scores.get(0, classes.labels().indexOf(classes.label(0))))
                .filter(Double::isFinite)
                .map(number -> "with a probability of " + inWords(NumberFormats.wholePercent(number)));
    }

    private static String inWords(String percentage) {
        return percentage.replace("<\u00a0", "less than ").replace(">\u00a0", "more than ");
    }

    private static String observed(ObservedShare observed) {
        long right = Math.round(observed.share() * observed.count());
        return "; " + right + " of "
                + NumberFormats.count(observed.count(), "similar prediction", "similar predictions")
                + (observed.count() == 1 ? " was right" : " were right") + basis(observed.basis());
    }

    private static String interval(Interval interval) {
        return "9 of 10 true values were between " + NumberFormats.readable(Double.toString(interval.from())) + " and "
                + NumberFormats.readable(Double.toString(interval.to())) + basis(interval.basis());
    }

    private static String basis(Basis basis) {
        return switch (basis) {
            case CROSS_VALIDATION -> " in cross-validation";
            case HELD_OUT -> " on rows that were not used for training";
            case UNKNOWN -> ", perhaps on rows of the training";
        };
    }
}
