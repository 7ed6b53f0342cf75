package dev.onward.explain.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Arithmetic with quantities. Columns of one feature give a column of this feature, rounded as in the runtime; columns
 * of different features give a {@link LinearCombination}, or no exact explanation.
 */
final class Arithmetic {

    private static final String MIXES = "it mixes features";

    private Arithmetic() {}

    static Quantity add(Quantity left, Quantity right) {
        return isOneFeature(left, right)
                ? combine(left, right, Double::sum)
                : LinearCombination.of(left).plus(LinearCombination.of(right));
    }

    /** The sum of at least one quantity, added from left to right. */
    static Quantity sum(List<Quantity> quantities, ReadingLimit limit) {
        Quantity sum = quantities.get(0);
        int next = 1;
        while (next < quantities.size() && isOneFeature(sum, quantities.get(next))) {
            sum = add(sum, quantities.get(next++));
        }
        if (next == quantities.size()) {
            return sum;
        }
        List<LinearCombination> scores = new ArrayList<>(List.of(LinearCombination.of(sum)));
        quantities.subList(next, quantities.size()).forEach(quantity -> scores.add(LinearCombination.of(quantity)));
        limit.addAdditions(scores.stream().mapToLong(ReadingLimit::size).sum());
        double[] weights = new double[scores.size()];
        Arrays.fill(weights, 1);
        return LinearCombination.sum(0, scores, weights);
    }

    static Quantity subtract(Quantity left, Quantity right) {
        if (right instanceof Link link) {
            return complement(left, link);
        }
        return isOneFeature(left, right)
                ? combine(left, right, (a, b) -> a - b)
                : LinearCombination.of(left).minus(LinearCombination.of(right));
    }

    /** The probability of the other one of two classes. */
    private static Quantity complement(Quantity one, Link link) {
        boolean isOne = one instanceof NumberColumn column
                && column.constant().filter(value -> value == 1).isPresent();
        if (!isOne || !(link instanceof Link.Sigmoid sigmoid)) {
            throw new UnreadableGraphException(MIXES);
        }
        return new Link.Sigmoid(sigmoid.explained().times(-1));
    }

    static Quantity multiply(Quantity left, Quantity right) {
        if (isOneFeature(left, right)) {
            return combine(left, right, (a, b) -> a * b);
        }
        if (left instanceof NumberColumn a && right instanceof NumberColumn b) {
            return LinearCombination.of(new Product(a, b));
        }
        if (left instanceof NumberColumn factor && factor.constant().isPresent()) {
            return scale(right, factor.constant().get());
        }
        if (right instanceof NumberColumn factor && factor.constant().isPresent()) {
            return scale(left, factor.constant().get());
        }
        throw new UnreadableGraphException(MIXES);
    }

    private static Quantity scale(Quantity quantity, double factor) {
        return factor == 1 && quantity instanceof Link
                ? quantity
                : LinearCombination.of(quantity).times(factor);
    }

    static Quantity divide(Quantity left, Quantity right) {
        if (left instanceof Link link
                && right instanceof LinkSum sum
                && sum.links().contains(link)) {
            return new Link.Share(link, sum.links());
        }
        if (isOneFeature(left, right)) {
            if (left instanceof NumberColumn column && !column.type().isDecimal()) {
                throw new UnreadableGraphException("it divides integers");
            }
            return combine(left, right, (a, b) -> a / b);
        }
        if (right instanceof NumberColumn divisor && divisor.constant().isPresent()) {
            return scale(left, 1 / divisor.constant().get());
        }
        throw new UnreadableGraphException(MIXES);
    }

    /** A function of two columns of one feature, of the type of its arguments. */
    static Quantity combine(Quantity left, Quantity right, DoubleBinaryOperator function) {
        return combine(left, right, number(left).type(), function);
    }

    /** A function of two columns of one feature. */
    static NumberColumn combine(Quantity left, Quantity right, NumberType type, DoubleBinaryOperator function) {
        if (!isOneFeature(left, right)) {
            throw new UnreadableGraphException(MIXES);
        }
        return number(left).combine(number(right), type, function);
    }

    /** Checks whether two columns of text are equal. */
    static NumberColumn equal(TextColumn left, TextColumn right) {
        OptionalInt feature = NumberColumn.common(left.feature(), right.feature());
        if (feature.isEmpty()) {
            throw new UnreadableGraphException(MIXES);
        }
        return NumberColumn.of(
                feature.getAsInt(),
                NumberType.BOOLEAN,
                Steps.after(left.steps(), right.steps()),
                row -> left.code().apply(row).equals(right.code().apply(row)) ? 1 : 0);
    }

    static NumberColumn map(Quantity quantity, DoubleUnaryOperator function) {
        return number(quantity).map(number(quantity).type(), function);
    }

    /** A column that is one of two others, by a condition on the same feature. */
    static Quantity where(NumberColumn condition, Quantity left, Quantity right) {
        if (left instanceof TextColumn yes && right instanceof TextColumn no) {
            int feature = common(condition.feature(), yes.feature(), no.feature());
            return new TextColumn(
                    feature,
                    Steps.after(condition.steps(), yes.steps(), no.steps()),
                    row -> (condition.of(row) != 0 ? yes : no).code().apply(row));
        }
        NumberColumn yes = number(left);
        NumberColumn no = number(right);
        int feature = common(condition.feature(), yes.feature(), no.feature());
        return NumberColumn.of(
                feature,
                yes.type(),
                Steps.after(condition.steps(), yes.steps(), no.steps()),
                row -> (condition.of(row) != 0 ? yes : no).of(row));
    }

    private static int common(int... features) {
        return NumberColumn.common(features).orElseThrow(() -> new UnreadableGraphException(MIXES));
    }

    /** @throws UnreadableGraphException if the quantity is not a column of one feature */
    static NumberColumn number(Quantity quantity) {
        if (quantity instanceof NumberColumn column) {
            return column;
        }
        throw new UnreadableGraphException(quantity instanceof TextColumn ? "it computes with text" : MIXES);
    }

    private static boolean isOneFeature(Quantity left, Quantity right) {
        return left instanceof NumberColumn a
                && right instanceof NumberColumn b
                && NumberColumn.common(a.feature(), b.feature()).isPresent();
    }
}
