package dev.onward.explain.graph;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * An encoded column: a number that depends on at most one feature. Its elements have the precision of the tensor's
 * type, so that a comparison with a threshold has the same result as in the runtime.
 */
public final class NumberColumn implements Quantity, Atom {

    /** The position of the feature of a constant. */
    static final int NO_FEATURE = -1;

    private final int feature;
    private final NumberType type;
    private final Steps steps;
    private final ToDoubleFunction<TableRow> code;
    private final Optional<Double> constant;

    private NumberColumn(
            int feature, NumberType type, Steps steps, ToDoubleFunction<TableRow> code, Optional<Double> constant) {
        this.feature = feature;
        this.type = type;
        this.steps = steps;
        this.code = code;
        this.constant = constant;
    }

    static NumberColumn constant(double value, NumberType type) {
        return new NumberColumn(NO_FEATURE, type, Steps.ONE, row -> value, Optional.of(value));
    }

    /**
     * @param steps of the code
     * @param code whose result is an element of the type
     */
    static NumberColumn of(int feature, NumberType type, Steps steps, ToDoubleFunction<TableRow> code) {
        return new NumberColumn(feature, type, steps, code, Optional.empty());
    }

    /** The position in the table of the only feature on which it depends. */
    public int feature() {
        return feature;
    }

    NumberType type() {
        return type;
    }

    /** The work of computing it for one row. */
    Steps steps() {
        return steps;
    }

    /** Its value if it is the same for every row. */
    Optional<Double> constant() {
        return constant;
    }

    @Override
    public double of(TableRow row) {
        return code.applyAsDouble(row);
    }

    /** A function of this column, rounded to a type. */
    NumberColumn map(NumberType result, DoubleUnaryOperator function) {
        return constant.isPresent()
                ? constant(result.cast(function.applyAsDouble(constant.get())), result)
                : of(feature, result, Steps.after(steps), row -> result.cast(function.applyAsDouble(of(row))));
    }

    NumberColumn cast(NumberType result) {
        return result == type ? this : map(result, value -> value);
    }

    /** A function of this column and another one of the same feature, rounded to a type. */
    NumberColumn combine(NumberColumn other, NumberType result, DoubleBinaryOperator function) {
        if (other.constant.isPresent()) {
            double right = other.constant.get();
            return map(result, value -> function.applyAsDouble(value, right));
        }
        if (constant.isPresent()) {
            double left = constant.get();
            return other.map(result, value -> function.applyAsDouble(left, value));
        }
        return of(
                feature,
                result,
                Steps.after(steps, other.steps),
                row -> result.cast(function.applyAsDouble(of(row), other.of(row))));
    }

    /** The feature of a function of columns of these features; empty if they differ. */
    static OptionalInt common(int... features) {
        int common = NO_FEATURE;
        for (int feature : features) {
            if (common != NO_FEATURE && feature != NO_FEATURE && feature != common) {
                return OptionalInt.empty();
            }
            common = feature == NO_FEATURE ? common : feature;
        }
        return OptionalInt.of(common);
    }
}
