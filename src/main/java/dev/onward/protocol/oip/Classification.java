package dev.onward.protocol.oip;

import dev.onward.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The highest values of each row as texts, {@code value:index:label}, after Triton's extension. */
final class Classification {

    private Classification() {}

    /**
     * @param tensor [rows, values], or [values] of a single row; of more dimensions all but the first are values
     * @param most how many of each row
     * @param labels of the values; none if they are not known
     * @return [rows, most], or [most]; the highest first, and of equal ones the first first
     */
    static Tensor of(Tensor tensor, int most, List<String> labels) {
        boolean single = tensor.shape().size() < 2;
        int rows = single ? 1 : Math.toIntExact(tensor.shape().get(0));
        int width = rows == 0 ? 0 : tensor.size() / rows;
        int count = Math.min(most, width);
        Values values = new Values(tensor);
        List<String> texts = new ArrayList<>(rows * count);
        for (int row = 0; row < rows && count > 0; row++) {
            int first = row * width;
            IntStream.range(0, width)
                    .boxed()
                    .sorted((a, b) -> values.compare(first + b, first + a))
                    .limit(count)
                    .map(i -> text(values, first + i, i, labels))
                    .forEach(texts::add);
        }
        return Tensor.of(
                single ? List.of((long) count) : List.of((long) rows, (long) count), texts.toArray(new String[0]));
    }

    private static String text(Values values, int position, int index, List<String> labels) {
        String label = index < labels.size() ? ":" + labels.get(index) : "";
        return values.text(position) + ":" + index + label;
    }
}
