package dev.onward.details;

import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.Calibration;
import dev.onward.model.card.Reference;
import dev.onward.model.card.Residuals;
import dev.onward.model.card.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Intervals and observed shares, from the residuals and calibrations of a card. Immutable. */
final class Uncertainty {

    /** The quantiles of the residuals at the ends of an interval. */
    private static final double LOWER = 0.05;

    private static final double UPPER = 0.95;

    private final Map<String, Residuals> residuals;
    private final Map<String, Shares> shares;

    private Uncertainty(Map<String, Residuals> residuals, Map<String, Shares> shares) {
        this.residuals = residuals;
        this.shares = shares;
    }

    /** The observed share of each bin. Rounding its edges for each row would take longer than most predictions. */
    private record Shares(Calibration calibration, List<Optional<ObservedShare>> bins) {

        static Shares of(Calibration calibration) {
            return new Shares(
                    calibration,
                    calibration.bins().stream()
                            .map(bin -> bin.map(present -> ObservedShare.of(present, calibration.basis())))
                            .toList());
        }

        Optional<ObservedShare> of(double probability) {
            int position = calibration.position(probability);
            return position < 0 ? Optional.empty() : bins.get(position);
        }
    }

    static Uncertainty of(Optional<Reference> reference) {
        List<AnswerReference> answers = reference.map(Reference::answers).orElse(List.of());
        return new Uncertainty(
                byName(answers, answer -> answer.residuals()
                        .filter(present -> present.at(LOWER).isPresent()
                                && present.at(UPPER).isPresent())),
                byName(answers, answer -> answer.calibration().map(Shares::of)));
    }

    private static <T> Map<String, T> byName(
            List<AnswerReference> answers, Function<AnswerReference, Optional<T>> part) {
        return answers.stream()
                .flatMap(answer -> part.apply(answer).map(present -> Map.entry(answer.name(), present)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }

    /** Returns a function of a row: the intervals of the values that have one. */
    IntFunction<List<Interval>> intervals(Prediction prediction) {
        IntFunction<List<Interval>> none = row -> List.of();
        if (residuals.isEmpty()) {
            return none;
        }
        return prediction.match(
                classes -> none,
                values -> row -> IntStream.range(0, values.values().size())
                        .boxed()
                        .flatMap(column -> interval(values.values().get(column), values.numbers(), row, column))
                        .toList(),
                outputs -> none);
    }

    private Stream<Interval> interval(Value value, Matrix numbers, int row, int column) {
        double predicted = numbers.get(row, column);
        Residuals of = residuals.get(value.name());
        if (of == null || !Double.isFinite(predicted)) {
            return Stream.empty();
        }
        Interval interval = new Interval(
                value.name(),
                sum(predicted, of.at(LOWER), numbers.isSingle()),
                sum(predicted, of.at(UPPER), numbers.isSingle()),
                of.basis());
        // The sum may exceed the largest number, which JSON could not represent.
        return Double.isFinite(interval.from()) && Double.isFinite(interval.to())
                ? Stream.of(interval)
                : Stream.empty();
    }

    /** The sum with the digits of the prediction's own precision. */
    private static double sum(double predicted, OptionalDouble quantile, boolean isSingle) {
        double sum = predicted + quantile.orElseThrow();
        return isSingle ? Double.parseDouble(Float.toString((float) sum)) : sum;
    }

    /**
     * Returns a function of a row: the observed share; empty if the prediction has no probabilities, or no row was
     * counted for a similar one.
     */
    IntFunction<Optional<ObservedShare>> observed(Prediction prediction) {
        return prediction.match(
                classes -> classes.scores()
                        .filter(scores -> classes.areProbabilities() && !shares.isEmpty())
                        .map(scores -> observed(classes, scores))
                        .orElse(row -> Optional.empty()),
                values -> row -> Optional.empty(),
                outputs -> row -> Optional.empty());
    }

    private IntFunction<Optional<ObservedShare>> observed(Prediction.Classes classes, Matrix probabilities) {
        return row -> {
            int position = classes.position(row);
            Shares of = shares.get(classes.labels().get(position).name());
            double probability = probabilities.get(row, position);
            return of != null && Double.isFinite(probability) ? of.of(probability) : Optional.empty();
        };
    }
}
