package dev.onward.protocol.oip;

import dev.onward.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The highest values of each row as strings {@code value:index:label}, according to Triton's classification extension.
 */
final class Classification {

    private Classification() {}

    /**
     * @param tensor of numbers: [values] for a single row, otherwise [rows, …], where all dimensions but the first are
     *     values
     * @param max the number of values for each row
     * @param labels of the values, by index; empty if they are unknown, in which case {@code :label} is left out
     * @return BYTES [rows, n], or [n] for a single row, where n is the smaller of {@code max} and the number of values;
     *     descending, equal values by ascending index
     */
    static Tensor of(Tensor tensor, int max, List<String> labels) {
        boolean single = tensor.shape().size() < 2;
        int rows = single ? 1 : Math.toIntExact(tensor.shape().get(0));
        int width = rows == 0 ? 0 : tensor.size() / rows;
        int count = Math.min(max, width);
        TensorNumbers numbers = new TensorNumbers(tensor);
        List<String> strings = new ArrayList<>(rows * count);
        for (int row = 0; row < rows && count > 0; row++) {
            int first = row * width;
            IntStream.range(0, width)
                    .boxed()
                    .sorted((a, b) -> numbers.compare(first + b, first + a))
                    .limit(count)
                    .map(i -> numbers.text(first + i) + ":" + i + (i < labels.size() ? ":" + labels.get(i) : ""))
                    .forEach(strings::add);
        }
        List<Long> shape = single ? List.of((long) count) : List.of((long) rows, (long) count);
        return Tensor.of(shape, strings.toArray(new String[0]));
    }
}
