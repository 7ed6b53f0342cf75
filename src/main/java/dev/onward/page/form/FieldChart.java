package dev.onward.page.form;

import dev.onward.details.RowCurves;
import dev.onward.explain.ResponseCurve;
import dev.onward.explain.ResponseCurve.Point;
import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.card.FeatureReference;
import dev.onward.model.card.Histogram;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.page.answer.ExplainedNumber;
import dev.onward.page.text.CellText;
import dev.onward.page.text.NumberFormats;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The chart below a field: the values in the training data, the entered value among them, and the predictions if only
 * this value changes.
 *
 * @param plot the paths of an SVG image, {@link ValueAxis#WIDTH} by {@link FieldPlot#HEIGHT} units
 * @param slider empty for categories
 */
record FieldChart(FieldPlot plot, Optional<Slider> slider, Optional<Effect> effect) {

    /** More would be too narrow to see. */
    private static final int MAX_CATEGORIES = 24;

    /** The predictions for categories that are listed; of more, the range is given. */
    private static final int MAX_LISTED = 3;

    /**
     * The predictions if only this value changes.
     *
     * @param subject the title of the class or value that is predicted
     * @param predictions their range, or each of them
     */
    record Effect(String subject, String predictions) {}

    /**
     * A slider for the numbers of the training data.
     *
     * @param value the entered number, or the median of the training data
     */
    record Slider(String min, String max, String step, String value) {}

    /**
     * Draws the charts of a model's fields, by the name of the feature. A feature without reference data has none.
     *
     * @param values as entered, by the name of the feature
     * @param curves of the entered row, if it was predicted
     * @param number that the curves show
     */
    static Map<String, FieldChart> of(
            Model model,
            Map<String, List<String>> values,
            Optional<RowCurves> curves,
            Optional<ExplainedNumber> number,
            Messages messages) {
        Map<String, FeatureReference> reference = model.card()
                .reference()
                .flatMap(ReferenceSection::content)
                .map(Reference::features)
                .orElse(Map.of());
        List<ResponseCurve> found =
                curves.flatMap(all -> all.outcome(0).result()).orElse(List.of());
        Map<String, ResponseCurve> byFeature =
                found.stream().collect(Collectors.toMap(ResponseCurve::feature, curve -> curve));
        FieldPlot.Scale scale = number.filter(ExplainedNumber::isProbability).isPresent()
                ? FieldPlot.Scale.PROBABILITIES
                : FieldPlot.Scale.of(found);
        Map<String, FieldChart> charts = new LinkedHashMap<>();
        model.schema().features().stream().limit(FormView.MAX_FIELDS).forEach(feature -> {
            String entered =
                    values.getOrDefault(feature.name(), List.of("")).get(0).strip();
            Optional.ofNullable(reference.get(feature.name()))
                    .flatMap(data -> of(
                            feature,
                            data,
                            entered,
                            Optional.ofNullable(byFeature.get(feature.name()))
                                    .map(curve -> new Curve(curve, scale, number.orElseThrow(), messages))))
                    .ifPresent(chart -> charts.put(feature.name(), chart));
        });
        return charts;
    }

    /** A curve with the scale and the meaning of its numbers. */
    private record Curve(ResponseCurve curve, FieldPlot.Scale scale, ExplainedNumber number, Messages messages) {

        /** The range of the predictions. */
        String range() {
            double low =
                    curve.points().stream().mapToDouble(Point::output).min().orElseThrow();
            double high =
                    curve.points().stream().mapToDouble(Point::output).max().orElseThrow();
            String first = number.text(low);
            String last = number.text(high);
            return first.equals(last) ? first : messages.text("chart.range", first, last);
        }

        /** The prediction for each category, or their range if there are many. */
        String ofEach(List<String> categories) {
            return curve.points().size() > MAX_LISTED
                    ? range()
                    : curve.points().stream()
                            .sorted(Comparator.comparingInt(
                                    point -> position(categories, point.value().toString())))
                            .map(point -> CellText.of(point.value(), messages) + " " + number.text(point.output()))
                            .collect(Collectors.joining(", "));
        }

        Effect effect(String predictions) {
            return new Effect(number.title(), predictions);
        }
    }

    private static Optional<FieldChart> of(
            Feature feature, FeatureReference data, String entered, Optional<Curve> drawn) {
        Optional<Curve> curve = drawn.filter(found -> !found.curve().points().isEmpty());
        boolean isNumber = feature.type() == DataType.NUMBER || feature.type() == DataType.INTEGER;
        if (data.numbers().isPresent() && isNumber && feature.categories().isEmpty()) {
            Histogram histogram = data.numbers().get();
            return ValueAxis.of(histogram, feature.step(), feature.type() == DataType.INTEGER)
                    .map(axis -> new FieldChart(
                            numbers(histogram, axis, entered, curve),
                            Optional.of(slider(histogram, axis, entered)),
                            curve.map(found -> found.effect(found.range()))));
        }
        List<String> categories = categories(feature, data);
        return categories.size() < 2 || categories.size() > MAX_CATEGORIES
                ? Optional.empty()
                : Optional.of(new FieldChart(
                        categories(categories, data, entered, curve),
                        Optional.empty(),
                        curve.map(found -> found.effect(found.ofEach(categories)))));
    }

    private static FieldPlot numbers(Histogram histogram, ValueAxis axis, String entered, Optional<Curve> curve) {
        FieldPlot plot = FieldPlot.of(FieldPlot.histogram(histogram, axis));
        OptionalDouble number = FieldControl.number(entered);
        if (number.isPresent()) {
            plot = plot.withMarker(axis.x(number.getAsDouble()));
        }
        return curve.isPresent()
                ? plot.withCurve(curve.get().curve().points(), curve.get().scale(), point -> axis.x(number(point)))
                : plot;
    }

    private static double number(Point point) {
        return ((Number) point.value()).doubleValue();
    }

    private static Slider slider(Histogram histogram, ValueAxis axis, String entered) {
        OptionalDouble number = FieldControl.number(entered);
        return new Slider(
                ValueAxis.plain(axis.from()),
                ValueAxis.plain(axis.to()),
                ValueAxis.plain(axis.step()),
                NumberFormats.exact(number.orElseGet(() -> median(histogram))));
    }

    private static double median(Histogram histogram) {
        long half = histogram.total() / 2;
        long below = 0;
        for (int bin = 0; bin < histogram.counts().size(); bin++) {
            below += histogram.counts().get(bin);
            if (below > half) {
                return histogram.edges().get(bin + 1);
            }
        }
        return histogram.edges().get(0);
    }

    /** In the order of the field, in ascending order if they are numbers, or the most frequent first. */
    private static List<String> categories(Feature feature, FeatureReference data) {
        List<String> categories = new ArrayList<>(feature.categories());
        if (feature.type() == DataType.BOOLEAN) {
            categories.addAll(FieldControl.BOOLEANS);
        }
        data.categories().keySet().stream()
                .filter(category -> !categories.contains(category))
                .forEach(categories::add);
        if (feature.categories().isEmpty()
                && categories.stream()
                        .allMatch(category -> FieldControl.number(category).isPresent())) {
            categories.sort(Comparator.comparingDouble(
                    category -> FieldControl.number(category).orElseThrow()));
        }
        return categories;
    }

    /** The position of a value as it was entered or predicted, which for a number may have other digits; or -1. */
    private static int position(List<String> categories, String value) {
        int exact = categories.indexOf(value);
        OptionalDouble number = FieldControl.number(value);
        for (int i = 0; exact < 0 && i < categories.size(); i++) {
            boolean isSame = number.isPresent()
                    ? number.equals(FieldControl.number(categories.get(i)))
                    : categories.get(i).equalsIgnoreCase(value);
            if (isSame) {
                return i;
            }
        }
        return exact;
    }

    private static FieldPlot categories(
            List<String> categories, FeatureReference data, String entered, Optional<Curve> curve) {
        FieldPlot plot = FieldPlot.of(FieldPlot.bars(categories.stream()
                .map(category -> data.categories().getOrDefault(category, 0L))
                .toList()));
        int own = entered.isEmpty() ? -1 : position(categories, entered);
        if (own >= 0) {
            plot = plot.withMarker(FieldPlot.middle(own, categories.size()));
        }
        return curve.isPresent()
                ? plot.withStrokes(
                        curve.get().curve().points(),
                        curve.get().scale(),
                        point -> position(categories, point.value().toString()),
                        categories.size())
                : plot;
    }
}
