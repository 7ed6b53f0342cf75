package dev.onward.train;

import static dev.onward.train.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Expected;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.table.Range;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Ridge regression: one output, which is the answer, cut off where a 32-bit float would be infinite. */
record OneValue(Value value) implements Kind {

    static final String VALUE = "value";

    /** The target, by the title and the unit that the card gives it. */
    static OneValue of(TargetColumn target, ModelCard draft) {
        return new OneValue(draft.values().stream().findFirst().orElse(Value.of(target.name())));
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

    /** The number that the outputs answer. */
    double answer(double[] outputs) {
        return Math.max(Range.FLOAT.minimum(), Math.min(Range.FLOAT.maximum(), outputs[0]));
    }

    @Override
    public Evaluation evaluate(double[][] outputs, LabelledRows data, Groups groups) {
        return ValueEvaluation.of(
                Arrays.stream(outputs).mapToDouble(this::answer).toArray(), data);
    }

    @Override
    public Expected expected(double[] outputs) {
        double rounded = Digits.rounded(answer(outputs), EXPECTED_DIGITS);
        return new Expected("", Map.of(), Map.of(), OptionalDouble.of(rounded), Map.of());
    }

    /**
     * A millionth of the largest answer: a 32-bit float is off by up to 6e-8 of its own size, and the rest is room for
     * runtimes that reckon otherwise.
     */
    @Override
    public double tolerance(List<Expected> expected) {
        double largest = expected.stream()
                .mapToDouble(answer -> Math.abs(answer.value().orElse(0)))
                .max()
                .orElse(0);
        return Math.max(Float.MIN_NORMAL, Digits.rounded(largest * 1e-6, new MathContext(1)));
    }

    /** The rows with the lowest and the highest answer. */
    @Override
    public List<Notable> notables() {
        return List.of((outputs, position) -> answer(outputs), (outputs, position) -> -answer(outputs));
    }

    /** Answers grow with the distance, and the tolerance is the same for all: further out it would be too wide. */
    @Override
    public double far() {
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
    public Words words() {
        return new Words(
                "Ridge regression",
                "half the sum over the rows of the squared error",
                "RMSE",
                "low, middle and high values");
    }
}
