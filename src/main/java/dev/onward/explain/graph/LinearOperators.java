package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.explain.graph.GraphValue.Constant;
import dev.onward.explain.graph.GraphValue.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads operators that multiply a row by a matrix. */
final class LinearOperators {

    private LinearOperators() {}

    /** A linear classifier of ai.onnx.ml. A single sum of two classes is a share of 1 unless it is transformed. */
    static Rows classifier(NodeProto node, Rows input, ReadingLimit limit) {
        Attributes attributes = new Attributes(node);
        double[] intercepts = attributes.numbers("intercepts");
        int classes = Math.max(
                attributes.texts("classlabels_strings").size(),
                attributes.longs("classlabels_ints").size());
        List<LinearCombination> scores = scores(floats(input), attributes.numbers("coefficients"), intercepts, limit);
        PostTransform transform = PostTransform.named(attributes.text("post_transform", "NONE"));
        if (scores.size() == 1 && classes == 2) {
            return transform.binary(scores.get(0), true);
        }
        return transform.applyToValues(scores);
    }

    static Rows regressor(NodeProto node, Rows input, ReadingLimit limit) {
        Attributes attributes = new Attributes(node);
        int targets = Math.toIntExact(attributes.integer("targets", 1));
        limit.check(targets);
        double[] intercepts = attributes.numbers("intercepts");
        return PostTransform.named(attributes.text("post_transform", "NONE"))
                .applyToValues(scores(
                        floats(input),
                        attributes.numbers("coefficients"),
                        intercepts.length == 0 ? new double[targets] : intercepts,
                        limit));
    }

    /** The inputs as the runtime converts them for the linear operators of ai.onnx.ml, to floats. */
    private static List<Quantity> floats(Rows input) {
        return input.columns().stream()
                .map(column -> column instanceof NumberColumn number ? number.cast(NumberType.FLOAT) : column)
                .toList();
    }

    /** @param coefficients of shape [targets, columns] */
    private static List<LinearCombination> scores(
            List<Quantity> inputs, double[] coefficients, double[] intercepts, ReadingLimit limit) {
        int columns = inputs.size();
        if (coefficients.length != (long) columns * intercepts.length) {
            throw new UnreadableGraphException("its coefficients do not fit its input");
        }
        List<double[]> weights = IntStream.range(0, intercepts.length)
                .mapToObj(target -> Arrays.copyOfRange(coefficients, target * columns, (target + 1) * columns))
                .toList();
        return sums(inputs, weights, intercepts, limit);
    }

    /**
     * Weighted sums of columns.
     *
     * @param weights of the columns, for each sum
     */
    private static List<LinearCombination> sums(
            List<Quantity> columns, List<double[]> weights, double[] constants, ReadingLimit limit) {
        List<LinearCombination> scores =
                columns.stream().map(LinearCombination::of).toList();
        long terms = scores.stream().mapToLong(score -> score.atoms().size()).sum();
        limit.addAdditions(terms * weights.size());
        List<LinearCombination> sums = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < weights.size(); i++) {
            LinearCombination sum = LinearCombination.sum(constants[i], scores, weights.get(i));
            size += ReadingLimit.size(sum);
            limit.check(size);
            sums.add(sum);
        }
        return sums;
    }

    /** MatMul of a matrix of rows and a constant matrix or vector. */
    static Rows matMul(Rows left, Constant right, ReadingLimit limit) {
        if (left.shape().size() != 1 || right.shape().isEmpty() || right.shape().size() > 2) {
            throw new UnreadableGraphException("it multiplies tensors of more than two dimensions");
        }
        List<LinearCombination> sums = product(left, right, false, 1, limit);
        return right.shape().size() == 1 ? new Rows(List.of(), List.copyOf(sums)) : Rows.matrix(sums);
    }

    /** Gemm of a matrix of rows and constants. */
    static Rows gemm(NodeProto node, Rows left, Constant right, List<Constant> bias, ReadingLimit limit) {
        Attributes attributes = new Attributes(node);
        if (left.shape().size() != 1 || right.shape().size() != 2 || attributes.integer("transA", 0) != 0) {
            throw new UnreadableGraphException("it multiplies the transposed matrix of rows");
        }
        List<LinearCombination> sums =
                product(left, right, attributes.integer("transB", 0) != 0, attributes.number("alpha", 1), limit);
        double beta = attributes.number("beta", 1);
        for (Constant constant : bias) {
            double[] numbers = constant.numbers();
            if (numbers.length != 1 && numbers.length != sums.size()) {
                throw new UnreadableGraphException("its bias differs between rows");
            }
            List<LinearCombination> unbiased = sums;
            sums = IntStream.range(0, sums.size())
                    .mapToObj(i -> unbiased.get(i)
                            .plus(LinearCombination.constant(beta * numbers[numbers.length == 1 ? 0 : i])))
                    .toList();
        }
        return Rows.matrix(sums);
    }

    private static List<LinearCombination> product(
            Rows left, Constant right, boolean transposed, double factor, ReadingLimit limit) {
        int columns = left.columns().size();
        boolean isVector = right.shape().size() == 1;
        int inner = right.shape().get(transposed ? 1 : 0);
        int outputs = isVector ? 1 : right.shape().get(transposed ? 0 : 1);
        if (inner != columns || right.numbers().length != (long) inner * outputs) {
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
        return sums(left.columns(), weights, new double[outputs], limit);
    }
}
