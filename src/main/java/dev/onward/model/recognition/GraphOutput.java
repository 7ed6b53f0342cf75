package dev.onward.model.recognition;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.onward.table.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An output of the graph in which each row of a table has its own answer.
 *
 * @param width how many cells a row has; 0 if that is not known before it runs
 */
public record GraphOutput(String name, Kind kind, int width) {

    /** What the cells are. */
    public enum Kind {
        DECIMAL,
        WHOLE,
        TRUTH,
        TEXT
    }

    /**
     * @param info as declared, or as the graph really answered
     * @param rows how many rows were asked; negative if it was only declared
     * @return nothing if the output is not one of rows
     */
    public static Optional<GraphOutput> of(String name, TensorInfo info, int rows) {
        long[] shape = info.getShape();
        boolean byRow =
                (shape.length == 1 || shape.length == 2) && (rows < 0 || shape[0] == rows || isLying(shape, rows));
        if (!byRow || info.type == OnnxJavaType.UNKNOWN || ElementType.isWideUnsigned(info)) {
            return Optional.empty();
        }
        long width = shape.length == 1 || isLying(shape, rows) ? 1 : Math.max(0, shape[1]);
        if (rows > 0 && width == 0) {
            return Optional.empty();
        }
        return Optional.of(new GraphOutput(name, kind(info.type), Math.toIntExact(width)));
    }

    /** Whether one cell for each row lies in a single row, as some exporters leave what an ArrayFeatureExtractor gives. */
    public static boolean isLying(long[] shape, int rows) {
        return shape.length == 2 && shape[0] == 1 && shape[1] == rows && rows > 1;
    }

    private static Kind kind(OnnxJavaType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16, UNKNOWN -> Kind.DECIMAL;
            case STRING -> Kind.TEXT;
            case BOOL -> Kind.TRUTH;
            case INT8, UINT8, INT16, INT32, INT64 -> Kind.WHOLE;
        };
    }

    boolean isDecimal() {
        return kind == Kind.DECIMAL;
    }

    /** Whether each row has one text or whole number, as a class's name is. */
    boolean couldBeLabel() {
        return width == 1 && (kind == Kind.TEXT || kind == Kind.WHOLE);
    }

    /** What the columns of outputs are called: one column as its output, several with a number after it; all different. */
    static List<String> names(List<GraphOutput> outputs) {
        Set<String> names = new LinkedHashSet<>();
        for (GraphOutput output : outputs) {
            for (int column = 0; column < output.width; column++) {
                String name = output.width == 1 ? output.name : output.name + "_" + column;
                while (!names.add(name)) {
                    name += "_";
                }
            }
        }
        return List.copyOf(names);
    }

    @Override
    public String toString() {
        return Text.quote(name) + " (" + width + " of kind " + kind.name().toLowerCase(Locale.ROOT) + ")";
    }
}
