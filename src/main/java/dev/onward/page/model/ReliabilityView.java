package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.model.card.Residuals;
import dev.onward.page.text.NumberFormats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far probabilities and values can be relied on, as measured on the reference data.
 *
 * @param charts of classes with probabilities
 * @param errors of values, in sentences
 */
record ReliabilityView(List<Chart> charts, List<String> errors) {

    private static final int MAX_CHARTS = 6;

    /** The size of a drawing, within its margins. */
    private static final double SIZE = 140;

    private static final double LARGEST_POINT = 5;
    private static final double SMALLEST_POINT = 1.5;

    /**
     * Observed shares of a class by its predicted probability, in a drawing of 140 by 140 with the origin at the top
     * left.
     *
     * @param title of the class
     * @param measured on which rows, in words
     */
    record Chart(String title, String measured, List<Point> points) {

        /** The points as the attribute of a polyline. */
        public String line() {
            return points.stream().map(point -> point.x() + "," + point.y()).collect(Collectors.joining(" "));
        }

        /** What the chart shows, in words. */
        public String inWords() {
            return points.stream().map(Point::inWords).collect(Collectors.joining("; "));
        }
    }

    /**
     * A bin of a calibration.
     *
     * @param radius for the number of its rows
     */
    record Point(String x, String y, String radius, String inWords) {}

    static ReliabilityView of(Model model, Messages messages) {
        List<AnswerReference> answers = model.card()
                .reference()
                .flatMap(ReferenceSection::content)
                .map(Reference::answers)
                .orElse(List.of());
        if (!model.isTabular() || answers.isEmpty()) {
            return new ReliabilityView(List.of(), List.of());
        }
        Map<String, String> titles = titles(SchemaView.emptyPrediction(model));
        return new ReliabilityView(
                answers.stream()
                        .flatMap(answer -> answer.calibration().stream()
                                .map(calibration -> chart(
                                        titles.getOrDefault(answer.name(), answer.name()), calibration, messages)))
                        .limit(MAX_CHARTS)
                        .toList(),
                answers.stream()
                        .flatMap(answer -> answer.residuals().stream()
                                .flatMap(residuals ->
                                        sentence(titles.getOrDefault(answer.name(), answer.name()), residuals, messages)
                                                .stream()))
                        .limit(MAX_CHARTS)
                        .toList());
    }

    private static Map<String, String> titles(Prediction prediction) {
        return prediction.match(
                classes -> classes.labels().stream()
                        .collect(Collectors.toMap(label -> label.name(), label -> label.title(), (one, other) -> one)),
                values -> values.values().stream()
                        .collect(Collectors.toMap(value -> value.name(), value -> value.title(), (one, other) -> one)),
                outputs ->
                        outputs.names().stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
    }

    private static Chart chart(String title, Calibration calibration, Messages messages) {
        long most =
                calibration.counts().stream().mapToLong(Long::longValue).max().orElse(1);
        return new Chart(
                title,
                messages.count(
                        "reliability.rows",
                        calibration.counts().stream().mapToLong(Long::longValue).sum(),
                        inWords(calibration.basis(), messages)),
                IntStream.range(0, calibration.counts().size())
                        .filter(bin -> calibration.counts().get(bin) > 0)
                        .mapToObj(bin -> point(calibration, bin, most, messages))
                        .toList());
    }

    private static Point point(Calibration calibration, int bin, long most, Messages messages) {
        double predicted = calibration.predicted().get(bin);
        double observed = calibration.observed().get(bin);
        double size = Math.sqrt((double) calibration.counts().get(bin) / most);
        return new Point(
                number(SIZE * predicted),
                number(SIZE * (1 - observed)),
                number(SMALLEST_POINT + (LARGEST_POINT - SMALLEST_POINT) * size),
                messages.text("calibration.point", NumberFormats.percent(predicted), NumberFormats.percent(observed)));
    }

    private static Optional<String> sentence(String title, Residuals residuals, Messages messages) {
        OptionalDouble low = residuals.at(0.05);
        OptionalDouble high = residuals.at(0.95);
        return low.isPresent() && high.isPresent()
                ? Optional.of(messages.text(
                        "reliability.residuals",
                        title,
                        signed(low.getAsDouble()),
                        signed(high.getAsDouble()),
                        messages.count("reliability.rows", residuals.rows(), inWords(residuals.basis(), messages))))
                : Optional.empty();
    }

    private static String signed(double number) {
        String text = NumberFormats.rounded(number);
        return number > 0 ? "+" + text : text;
    }

    private static String inWords(Basis basis, Messages messages) {
        return messages.text("basis." + basis);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
