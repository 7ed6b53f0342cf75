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
 * An output of the graph that has one row for each row of a table.
 *
 * @param width the number of cells in a row; 0 if unknown before a run
 */
public record GraphOutput(String name, Kind kind, int width) {

    /** The type of the cells. */
    public enum Kind {
        FLOAT,
        INTEGER,
        BOOLEAN,
        TEXT
    }

    /**
     * @param info as declared, or as observed in a run
     * @param rows the number of rows in that run; negative if only declared
     * @return empty if the output does not have one row for each input row, or has an unsupported type
     */
    public static Optional<GraphOutput> of(String name, TensorInfo info, int rows) {
        long[] shape = info.getShape();
        boolean byRow =
                (shape.length == 1 || shape.length == 2) && (rows < 0 || shape[0] == rows || isTransposed(shape, rows));
        if (!byRow || info.type == OnnxJavaType.UNKNOWN) {
            return Optional.empty();
        }
        long width = shape.length == 1 || isTransposed(shape, rows) ? 1 : Math.max(0, shape[1]);
        if (rows > 0 && width == 0) {
            return Optional.empty();
        }
        return Optional.of(new GraphOutput(name, kind(info.type), Math.toIntExact(width)));
    }

    /**
     * Checks whether a single row contains one cell for each input row, as some exporters leave the output of
     * ArrayFeatureExtractor.
     */
    public static boolean isTransposed(long[] shape, int rows) {
        return shape.length == 2 && shape[0] == 1 && shape[1] == rows && rows > 1;
    }

    private static Kind kind(OnnxJavaType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16, UNKNOWN -> Kind.FLOAT;
            case STRING -> Kind.TEXT;
            case BOOL -> Kind.BOOLEAN;
            case INT8, UINT8, INT16, INT32, INT64 -> Kind.INTEGER;
        };
    }

    boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** Checks whether each row has one text or whole number, as the name of a class has. */
    boolean couldBeLabel() {
        return width == 1 && (kind == Kind.TEXT || kind == Kind.INTEGER);
    }

    /**
     * Unique names for the columns of outputs: the output's own for a single column, with a number appended for
     * several.
     */
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
        return Text.quote(name) + " (" + kind.name().toLowerCase(Locale.ROOT) + " [rows, " + width + "])";
    }
}
