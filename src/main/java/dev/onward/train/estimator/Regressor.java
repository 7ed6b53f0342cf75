package dev.onward.train.estimator;

import static dev.onward.train.estimator.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.dataset.Digits;
import dev.onward.model.card.Expected;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.table.Range;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TargetColumn;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Ridge regression with one output, the predicted value, clipped to the range of a 32-bit float. */
record Regressor(Value value) implements Estimator {

    static final String VALUE = "value";

    /** A regressor for the target, with the title and unit that the card gives it. */
    static Regressor of(TargetColumn target, ModelCard card) {
        return new Regressor(card.values().stream().findFirst().orElse(Value.of(target.name())));
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public List<Value> values() {
        return List.of(value);
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[][] fit(double[][] terms, LabelledRows data, double l2) {
        return new double[][] {RidgeRegression.fit(terms, data, l2)};
    }

    /** The predicted value. */
    double answer(double[] outputs) {
        return Math.max(Range.FLOAT.minimum(), Math.min(Range.FLOAT.maximum(), outputs[0]));
    }

    @Override
    public double[] numbers(double[] outputs) {
        return new double[] {answer(outputs)};
    }

    @Override
    public int predicted(double[] outputs) {
        return 0;
    }

    @Override
    public Evaluation evaluate(double[][] outputs, LabelledRows data, RowGroups groups) {
        return ValueEvaluation.of(
                Arrays.stream(outputs).mapToDouble(this::answer).toArray(), data);
    }

    @Override
    public Expected expected(double[] outputs) {
        double rounded = Digits.rounded(answer(outputs), EXPECTED_DIGITS);
        return Expected.builder().value(OptionalDouble.of(rounded)).build();
    }

    /**
     * A millionth of the largest value: a 32-bit float has a relative error of up to 6e-8, and the rest is a margin for
     * the arithmetic of other runtimes.
     */
    @Override
    public double tolerance(List<Expected> expected) {
        double largest = expected.stream()
                .mapToDouble(answer -> Math.abs(answer.value().orElse(0)))
                .max()
                .orElse(0);
        return Math.max(Float.MIN_NORMAL, Digits.rounded(largest * 1e-6, new MathContext(1)));
    }

    /** Selects the rows with the lowest and the highest prediction. */
    @Override
    public List<RowMeasure> goldenMeasures() {
        return List.of((outputs, position) -> answer(outputs), (outputs, position) -> -answer(outputs));
    }

    /** Predictions grow with the distance; one tolerance for all rows would be too wide at a larger distance. */
    @Override
    public double syntheticDistance() {
        return 10;
    }

    @Override
    public List<String> classTitles() {
        return List.of("low", "middle", "high").stream()
                .map(height -> value.title() + ": " + height)
                .toList();
    }

    @Override
    public void write(GraphBuilder graph, String sums) {
        String lowest = graph.doubles("lowest", new double[] {Range.FLOAT.minimum()});
        String highest = graph.doubles("highest", new double[] {Range.FLOAT.maximum()});
        String finite = graph.node("Clip", List.of(sums, lowest, highest), "finite");
        graph.floatOutput("Cast", List.of(finite), VALUE, 1, attribute("to", DataType.FLOAT_VALUE));
    }

    @Override
    public Description description() {
        return new Description(
                "Ridge regression",
                "half the squared error summed over the rows",
                "RMSE",
                "low, middle and high values");
    }
}
