package dev.onward.explain;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.explain.GraphValue.Constant;
import dev.onward.explain.GraphValue.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads operators that multiply a row by a matrix. */
final class LinearOperators {

    /** The maximum number of terms of all sums together, some 400 MB. */
    private static final long MAX_TERMS = 10_000_000;

    private LinearOperators() {}

    /** A linear classifier of ai.onnx.ml. A single sum of two classes is a share of 1 unless it is transformed. */
    static Rows classifier(NodeProto node, Rows input) {
        Attributes attributes = new Attributes(node);
        double[] intercepts = attributes.numbers("intercepts");
        int classes = Math.max(
                attributes.texts("classlabels_strings").size(),
                attributes.longs("classlabels_ints").size());
        List<Score> scores = scores(floats(input), attributes.numbers("coefficients"), intercepts);
        PostTransform transform = PostTransform.named(attributes.text("post_transform", "NONE"));
        if (scores.size() == 1 && classes == 2) {
            return transform.binary(scores.get(0), true);
        }
        return transform.applyToValues(scores);
    }

    static Rows regressor(NodeProto node, Rows input) {
        Attributes attributes = new Attributes(node);
        int targets = (int) attributes.integer("targets", 1);
        double[] intercepts = attributes.numbers("intercepts");
        return PostTransform.named(attributes.text("post_transform", "NONE"))
                .applyToValues(scores(
                        floats(input),
                        attributes.numbers("coefficients"),
                        intercepts.length == 0 ? new double[targets] : intercepts));
    }

    /** The inputs as the runtime converts them for the linear operators of ai.onnx.ml, to floats. */
    private static List<Quantity> floats(Rows input) {
        return input.cells().stream()
                .map(cell -> cell instanceof NumberColumn column ? column.cast(NumberType.FLOAT) : cell)
                .toList();
    }

    /** @param coefficients of shape [targets, columns] */
    private static List<Score> scores(List<Quantity> inputs, double[] coefficients, double[] intercepts) {
        int columns = inputs.size();
        if (coefficients.length != columns * intercepts.length) {
            throw new UnreadableGraphException("its coefficients do not fit its input");
        }
        List<double[]> weights = IntStream.range(0, intercepts.length)
                .mapToObj(target -> Arrays.copyOfRange(coefficients, target * columns, (target + 1) * columns))
                .toList();
        return sums(inputs, weights, intercepts);
    }

    /**
     * Weighted sums of columns.
     *
     * @param weights of the columns, for each sum
     */
    private static List<Score> sums(List<Quantity> columns, List<double[]> weights, double[] constants) {
        List<Score> scores = columns.stream().map(Score::of).toList();
        long terms = scores.stream().mapToLong(score -> score.atoms().size()).sum();
        if (terms * weights.size() > MAX_TERMS) {
            throw new UnreadableGraphException(
                    "expected at most " + MAX_TERMS + " coefficients, got " + terms * weights.size());
        }
        List<Score> sums = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            sums.add(Score.sum(constants[i], scores, weights.get(i)));
        }
        return sums;
    }

    /** MatMul of a matrix of rows and a constant matrix or vector. */
    static Rows matMul(Rows left, Constant right) {
        if (left.shape().size() != 1 || right.shape().isEmpty() || right.shape().size() > 2) {
            throw new UnreadableGraphException("it multiplies tensors of more than two dimensions");
        }
        List<Score> sums = product(left, right, false, 1);
        return right.shape().size() == 1 ? new Rows(List.of(), List.copyOf(sums)) : Rows.matrix(sums);
    }

    /** Gemm of a matrix of rows and constants. */
    static Rows gemm(NodeProto node, Rows left, Constant right, List<Constant> bias) {
        Attributes attributes = new Attributes(node);
        if (left.shape().size() != 1 || right.shape().size() != 2 || attributes.integer("transA", 0) != 0) {
            throw new UnreadableGraphException("it multiplies the transposed matrix of rows");
        }
        List<Score> sums =
                product(left, right, attributes.integer("transB", 0) != 0, attributes.number("alpha", 1));
        double beta = attributes.number("beta", 1);
        for (Constant constant : bias) {
            double[] numbers = constant.numbers();
            if (numbers.length != 1 && numbers.length != sums.size()) {
                throw new UnreadableGraphException("its bias differs between rows");
            }
            List<Score> unbiased = sums;
            sums = IntStream.range(0, sums.size())
                    .mapToObj(i ->
                            unbiased.get(i).plus(Score.constant(beta * numbers[numbers.length == 1 ? 0 : i])))
                    .toList();
        }
        return Rows.matrix(sums);
    }

    private static List<Score> product(Rows left, Constant right, boolean transposed, double factor) {
        int columns = left.cells().size();
        boolean isVector = right.shape().size() == 1;
        int inner = right.shape().get(transposed ? 1 : 0);
        int outputs = isVector ? 1 : right.shape().get(transposed ? 0 : 1);
        if (inner != columns || right.numbers().length != inner * outputs) {
            throw new UnreadableGraphException("its matrix does not fit its input");
        }
        List<double[]> weights = new ArrayList<>();
        for (int output = 0; output < outputs; output++) {
            double[] ofOutput = new double[inner];
            for (int i = 0; i < inner; i++) {
                ofOutput[i] = factor * right.numbers()[transposed ? output * inner + i : i * outputs + output];
            }
            weights.add(ofOutput);
        }
        return sums(left.cells(), weights, new double[outputs]);
    }
}
