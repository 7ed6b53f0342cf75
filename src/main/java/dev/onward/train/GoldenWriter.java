package dev.onward.train;

import dev.onward.model.Label;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelCard.Expected;
import dev.onward.model.ModelCard.Golden;
import dev.onward.model.ModelCard.GoldenRow;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Range;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Chooses golden rows: the examples, the least and the most certain row of each class, the corners and the middle of the
 * data, and two rows far outside. Their answers come from the training's own arithmetic, in which no ONNX runtime has a
 * part, so that replaying them compares two independent implementations.
 */
final class GoldenWriter {

    /**
     * The answers are 32-bit floats from 0 to 1, which are up to 6e-8 off; the rest is room for runtimes that reckon
     * otherwise.
     */
    private static final double TOLERANCE = 1e-6;

    private static final String SOURCE = "the training's own arithmetic in double precision, without a runtime";

    private static final MathContext EXPECTED_DIGITS = new MathContext(9);

    /** How far outside the data the last two rows are, in standard deviations. */
    private static final double FAR = 1000;

    private final Classifier classifier;
    private final List<Feature> features;
    private final List<Label> labels;

    /** @param features with what was observed of them */
    GoldenWriter(Classifier classifier, List<Feature> features, List<Label> labels) {
        this.classifier = classifier;
        this.features = features;
        this.labels = labels;
    }

    Golden write(List<Example> examples, LabelledRows data) {
        List<double[]> rows = new ArrayList<>();
        for (Example example : examples) {
            rows.add(row(f -> example.row().get(f.name()) instanceof Number number ? number.doubleValue() : 0));
        }
        for (int i = 0; i < labels.size(); i++) {
            int sign = i == 1 ? 1 : -1;
            rows.add(data.lowest(i, row -> Math.abs(classifier.score(row))));
            rows.add(data.lowest(i, row -> -sign * classifier.score(row)));
        }
        rows.add(row(feature -> observed(feature).minimum()));
        rows.add(row(feature -> observed(feature).maximum()));
        rows.add(row(feature -> observed(feature).mean()));
        rows.add(row(feature -> far(feature, -FAR)));
        rows.add(row(feature -> far(feature, FAR)));
        return new Golden(SOURCE, TOLERANCE, rows.stream().map(this::golden).toList());
    }

    private GoldenRow golden(double[] row) {
        double score = classifier.score(row);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put(labels.get(0).name(), probability(-score));
        probabilities.put(labels.get(1).name(), probability(score));
        String answer = labels.get(Evaluation.answer(score)).name();
        List<String> names = features.stream().map(Feature::name).toList();
        return new GoldenRow(
                named(names, row), new Expected(answer, probabilities, Map.of(), OptionalDouble.empty(), Map.of()));
    }

    private static double probability(double score) {
        return Digits.rounded(Logistic.sigmoid(score), EXPECTED_DIGITS);
    }

    private double[] row(ToDoubleFunction<Feature> value) {
        return features.stream().mapToDouble(value).toArray();
    }

    private static Observed observed(Feature feature) {
        return feature.observed().orElseThrow();
    }

    private static double far(Feature feature, double deviations) {
        double value = observed(feature).mean() + deviations * observed(feature).standardDeviation();
        return Math.max(Range.FLOAT.minimum(), Math.min(Range.FLOAT.maximum(), Digits.six(value)));
    }

    static Map<String, Object> named(List<String> features, double[] row) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            named.put(features.get(i), row[i]);
        }
        return named;
    }
}
