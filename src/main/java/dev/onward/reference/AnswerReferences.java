package dev.onward.reference;

import dev.onward.dataset.Digits;
import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import dev.onward.model.card.Histogram;
import dev.onward.model.card.Residuals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Describes the predictions of each class or value, and their errors. */
public final class AnswerReferences {

    /** The maximum number of classes with distributions; those of more would make the card too large. */
    private static final int MAX_DETAILED = 50;

    /** Levels of quantiles of residuals; 0.05 and 0.95 are the ends of an interval of 90 %. */
    private static final double[] LEVELS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995
    };

    private AnswerReferences() {}

    /**
     * True classes or values, with predictions that may be compared with them.
     *
     * @param basis of the predictions
     * @param scores predictions for the rows, which need not be those of the final model
     * @param truth the position of each row's class, or its value; NaN if unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Compared(Basis basis, Scores scores, double[] truth) {}

    static List<AnswerReference> of(Scores scores, Optional<Compared> compared, boolean isConfidential) {
        return IntStream.range(0, scores.names().size())
                .mapToObj(answer -> of(scores, answer, compared, isConfidential))
                .toList();
    }

    private static AnswerReference of(Scores scores, int answer, Optional<Compared> compared, boolean isConfidential) {
        AnswerReference named = AnswerReference.of(scores.names().get(answer));
        AnswerReference counted = scores.chosen()
                .map(chosen ->
                        Arrays.stream(chosen).filter(chose -> chose == answer).count())
                .filter(count -> !isConfidential || count >= Histograms.MIN_ROWS)
                .map(named::withCount)
                .orElse(named);
        if (answer >= MAX_DETAILED) {
            return counted;
        }
        AnswerReference distributed = counted.withScores(scores.columns()
                .flatMap(columns -> Histograms.of(finite(columns.apply(answer)), isConfidential))
                .map(AnswerReferences::rounded));
        return compared.map(with -> compared(distributed, with, answer, isConfidential))
                .orElse(distributed);
    }

    private static AnswerReference compared(
            AnswerReference reference, Compared compared, int answer, boolean isConfidential) {
        Scores scores = compared.scores();
        if (scores.columns().isEmpty()) {
            return reference;
        }
        double[] column = scores.columns().get().apply(answer);
        Optional<int[]> chosen = scores.chosen();
        if (chosen.isEmpty()) {
            return scores.names().size() == 1
                    ? reference.withResiduals(residuals(compared, column, isConfidential))
                    : reference;
        }
        return scores.areProbabilities()
                ? reference.withCalibration(calibration(compared, column, chosen.get(), answer, isConfidential))
                : reference;
    }

    /** Bins of about as many rows each, counted over the rows for which the class was predicted. */
    private static Optional<Calibration> calibration(
            Compared compared, double[] probabilities, int[] chosen, int answer, boolean isConfidential) {
        int[] rows = IntStream.range(0, probabilities.length)
                .filter(row -> chosen[row] == answer
                        && !Double.isNaN(compared.truth()[row])
                        && Double.isFinite(probabilities[row]))
                .toArray();
        // Rounding in the model may lead to probabilities just outside 0 to 1.
        double[] limited = Arrays.stream(rows)
                .mapToDouble(row -> Math.max(0, Math.min(1, probabilities[row])))
                .toArray();
        Optional<Histogram> bins = Histograms.of(limited, isConfidential);
        if (bins.isEmpty()) {
            return Optional.empty();
        }
        double lowest = 1.0 / compared.scores().names().size();
        boolean isLowest = Arrays.stream(limited).allMatch(probability -> probability >= lowest);
        List<Double> edges = calibrationEdges(rounded(bins.get()), isLowest ? lowest : 0);
        int count = edges.size() - 1;
        Histogram unit = new Histogram(edges, Collections.nCopies(count, 0L));
        long[] counts = new long[count];
        double[] predicted = new double[count];
        double[] observed = new double[count];
        for (int i = 0; i < rows.length; i++) {
            int bin = unit.bin(limited[i]);
            counts[bin]++;
            predicted[bin] += limited[i];
            observed[bin] += compared.truth()[rows[i]] == answer ? 1 : 0;
        }
        return Optional.of(Calibration.builder(compared.basis())
                .edges(edges)
                .counts(Arrays.stream(counts).boxed().toList())
                .predicted(shares(predicted, counts))
                .observed(shares(observed, counts))
                .build());
    }

    /** The inner edges of a histogram that are between the lowest probability and 1, and these two. */
    private static List<Double> calibrationEdges(Histogram histogram, double lowest) {
        List<Double> inner = histogram.edges().subList(1, histogram.edges().size() - 1);
        List<Double> edges = new ArrayList<>(List.of(lowest));
        inner.stream()
                .filter(edge -> edge < 1 && edge > edges.get(edges.size() - 1))
                .forEach(edges::add);
        edges.add(1.0);
        return edges;
    }

    private static List<Double> shares(double[] sums, long[] counts) {
        return IntStream.range(0, sums.length)
                .mapToObj(i -> counts[i] == 0 ? 0.0 : Digits.six(sums[i] / counts[i]))
                .toList();
    }

    /**
     * Quantiles such that a further residual of the same distribution is at or below each with the probability of its
     * level or, above the middle, a higher one; below it, with a lower one (split conformal prediction, Vovk et al.,
     * 2005).
     */
    private static Optional<Residuals> residuals(Compared compared, double[] predicted, boolean isConfidential) {
        double[] sorted = finite(IntStream.range(0, predicted.length)
                .mapToDouble(row -> compared.truth()[row] - predicted[row])
                .toArray());
        Arrays.sort(sorted);
        // A quantile near an end is that of one row; if the data is confidential, four more must be beyond it.
        int minRank = isConfidential ? Histograms.MIN_ROWS : 1;
        List<Double> levels = new ArrayList<>();
        List<Double> quantiles = new ArrayList<>();
        for (double level : LEVELS) {
            double rank = level * (sorted.length + 1);
            // The tolerance removes rounding errors of the product, such as that of 0.95 * 20.
            int position = (int) (level > 1.0 / 2 ? Math.ceil(rank - 1e-9) : Math.floor(rank + 1e-9));
            if (position >= minRank && position <= sorted.length + 1 - minRank) {
                levels.add(level);
                quantiles.add(Digits.six(sorted[position - 1]));
            }
        }
        return levels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Residuals(compared.basis(), sorted.length, levels, quantiles));
    }

    private static double[] finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    /** The histogram with edges of six significant digits, unless two of them would be equal. */
    private static Histogram rounded(Histogram histogram) {
        List<Double> edges = histogram.edges().stream().map(Digits::six).toList();
        boolean isAscending = IntStream.range(2, edges.size()).allMatch(i -> edges.get(i - 1) < edges.get(i));
        return isAscending ? new Histogram(edges, histogram.counts()) : histogram;
    }
}
