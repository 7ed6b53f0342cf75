package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.TensorSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the shapes of a request against those that the model declares. */
final class TensorShapes {

    private static final int MAX_LISTED = 10;

    private TensorShapes() {}

    /**
     * The shape in the model's rank. A column may be sent as [N] or as [N, 1], regardless of which one the model
     * declares.
     *
     * @param spec declares the shape, with -1 for a variable size; an empty shape accepts any
     * @throws InvalidTensorException if the shape does not fit
     */
    static List<Long> fitting(List<Long> shape, TensorSpec spec) {
        List<Long> declared = spec.shape();
        for (long size : shape) {
            if (size < 0) {
                throw new InvalidTensorException("expected a shape without negative sizes, got " + text(shape));
            }
        }
        if (declared.isEmpty() || fits(shape, declared)) {
            return shape;
        }
        if (shape.size() == 1 && fits(List.of(shape.get(0), 1L), declared)) {
            return List.of(shape.get(0), 1L);
        }
        if (shape.size() == 2 && shape.get(1) == 1 && fits(shape.subList(0, 1), declared)) {
            return shape.subList(0, 1);
        }
        throw new InvalidTensorException("expected the shape " + text(declared) + ", got " + text(shape));
    }

    private static boolean fits(List<Long> shape, List<Long> declared) {
        if (shape.size() != declared.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (declared.get(i) >= 0 && !declared.get(i).equals(shape.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of elements of a shape.
     *
     * @param max less than 2^31
     * @throws InvalidTensorException if the shape has more elements than the maximum
     */
    static int size(List<Long> shape, long max) {
        boolean isEmpty = shape.contains(0L);
        long size = isEmpty ? 0 : 1;
        for (long dimension : shape) {
            if (isEmpty && dimension > Integer.MAX_VALUE) {
                throw new InvalidTensorException(
                        "expected sizes up to " + Integer.MAX_VALUE + ", got the shape " + text(shape));
            }
            // Both factors are at most 2^31, so the product cannot overflow.
            size = Math.min(size * Math.min(dimension, max + 1), max + 1);
        }
        if (size > max) {
            throw new InvalidTensorException(
                    "expected at most " + max + " elements in a body of this length, got the shape " + text(shape));
        }
        return (int) size;
    }

    /** The shape in messages: its first ten sizes and, if there are more, the number of sizes. */
    static String text(List<Long> shape) {
        String more = shape.size() > MAX_LISTED ? ", … (" + shape.size() + " in all)]" : "]";
        return shape.stream().limit(MAX_LISTED).map(String::valueOf).collect(Collectors.joining(", ", "[", more));
    }
}
