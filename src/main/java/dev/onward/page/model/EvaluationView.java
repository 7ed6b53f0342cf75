package dev.onward.page.model;

import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.page.text.NumberFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The performance of a model, according to its card.
 *
 * @param protocol of the measurement, if it is the same for all metrics
 */
record EvaluationView(Optional<String> protocol, List<Metric> metrics, Optional<ConfusionMatrix> confusion) {

    /** @param protocol of the measurement, unless it is shown once for all metrics */
    record Metric(String name, String value, Optional<String> protocol) {}

    /**
     * Counts of rows by their true class and the predicted one.
     *
     * @param protocol of the measurement, unless it is the same as that of the metrics
     * @param labels of the predicted classes, one for each column
     */
    record ConfusionMatrix(Optional<String> protocol, List<String> labels, List<Row> rows) {

        /** The counts for one true class, in the order of the columns. */
        record Row(String label, List<Long> counts) {}
    }

    static EvaluationView of(ModelCard card, boolean tabular) {
        List<Optional<String>> protocols = card.metrics().stream()
                .map(ModelCard.Metric::protocol)
                .distinct()
                .toList();
        boolean isCommon = protocols.size() == 1;
        Optional<String> common = isCommon ? protocols.get(0) : Optional.empty();
        return new EvaluationView(
                common,
                card.metrics().stream()
                        .map(metric -> new Metric(
                                metric.name(),
                                NumberFormats.readable(Double.toString(metric.value())),
                                isCommon ? Optional.empty() : metric.protocol()))
                        .toList(),
                card.confusion()
                        .filter(confusion -> tabular)
                        .map(confusion -> matrix(confusion, common, titles(card))));
    }

    private static Map<String, String> titles(ModelCard card) {
        return card.labels().stream().collect(Collectors.toMap(Label::name, Label::title, (one, other) -> one));
    }

    private static ConfusionMatrix matrix(
            ModelCard.Confusion confusion, Optional<String> common, Map<String, String> titles) {
        List<String> labels = new ArrayList<>(confusion.counts().keySet());
        return new ConfusionMatrix(
                confusion.protocol().filter(protocol -> !common.equals(Optional.of(protocol))),
                labels.stream().map(label -> titles.getOrDefault(label, label)).toList(),
                labels.stream()
                        .map(label -> new ConfusionMatrix.Row(
                                titles.getOrDefault(label, label),
                                counts(labels, confusion.counts().getOrDefault(label, Map.of()))))
                        .toList());
    }

    private static List<Long> counts(List<String> labels, Map<String, Long> counts) {
        return labels.stream()
                .map(predicted -> counts.getOrDefault(predicted, 0L))
                .toList();
    }
}
