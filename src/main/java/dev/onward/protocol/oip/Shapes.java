package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.TensorSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes that are given, beside those that a model declares. */
final class Shapes {

    private static final int MOST_SHOWN = 10;

    private Shapes() {}

    /**
     * The shape as the model takes it. A column may be given as a list or as a matrix of one column.
     *
     * @throws InvalidTensorException if the shape does not fit
     */
    static List<Long> fitting(List<Long> given, TensorSpec spec) {
        List<Long> declared = spec.shape();
        if (given.stream().anyMatch(size -> size < 0)) {
            throw new InvalidTensorException("expected a shape of sizes from 0, got " + text(given));
        }
        if (declared.isEmpty() || fits(given, declared)) {
            return given;
        }
        if (given.size() == 1 && fits(List.of(given.get(0), 1L), declared)) {
            return List.of(given.get(0), 1L);
        }
        if (given.size() == 2 && given.get(1) == 1 && fits(given.subList(0, 1), declared)) {
            return given.subList(0, 1);
        }
        throw new InvalidTensorException("expected the shape " + text(declared) + ", got " + text(given));
    }

    private static boolean fits(List<Long> given, List<Long> declared) {
        if (given.size() != declared.size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            if (declared.get(i) >= 0 && !declared.get(i).equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many elements a shape has.
     *
     * @throws InvalidTensorException if more than allowed
     */
    static int size(List<Long> shape, long most) {
        if (shape.stream().anyMatch(dimension -> dimension > Integer.MAX_VALUE) && shape.contains(0L)) {
            throw new InvalidTensorException(
                    "expected sizes up to " + Integer.MAX_VALUE + ", got the shape " + text(shape));
        }
        long size = shape.contains(0L) ? 0 : 1;
        for (long dimension : shape) {
            // Neither a size nor the bound is beyond what an int holds, so that this never overflows.
            size = Math.min(size * Math.min(dimension, most + 1), most + 1);
        }
        if (size > most) {
            throw new InvalidTensorException("expected fewer elements than the shape " + text(shape) + " has,"
                    + " since the body holds at most " + most);
        }
        return (int) size;
    }

    /** The shape as it stands in messages: the first ten sizes, and how many there are. */
    static String text(List<Long> shape) {
        String more = shape.size() > MOST_SHOWN ? ", … (" + shape.size() + " in all)]" : "]";
        return shape.stream().limit(MOST_SHOWN).map(String::valueOf).collect(Collectors.joining(", ", "[", more));
    }
}
