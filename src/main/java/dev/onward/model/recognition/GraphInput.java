package dev.onward.model.recognition;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.Signature;
import dev.onward.table.Text;

/** An input of the graph whose tensors have one row for each row of a table. */
public final class GraphInput {

    /** The end of messages about models that are not for tables, such as those of images. */
    private static final String TENSORS = "; export the model with a matrix as its input, or send tensors to /v2";

    private static final int MAX_COLUMNS = 100_000;

    private final String name;
    private final ElementType type;
    private final boolean isList;
    private final int columns;
    private final long batch;
    private final String declared;

    private GraphInput(NodeInfo node, ElementType type, long[] shape, int columns) {
        this.name = node.getName();
        this.type = type;
        this.isList = shape.length == 1;
        this.columns = columns;
        this.batch = Math.max(0, shape[0]);
        this.declared = Signature.describe(node);
    }

    /** The shape of an input is not that of a table, so that it cannot take rows. */
    public static final class NoTableException extends Exception {
        private static final long serialVersionUID = 1;

        NoTableException(String reason) {
            super(reason);
        }
    }

    /**
     * @param width the number of columns if the input does not declare it; 0 if unknown
     * @param alone whether the graph has no other input
     */
    static GraphInput of(NodeInfo node, int width, boolean alone) throws NoTableException {
        String declared = Signature.describe(node);
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new NoTableException(
                    "expected a tensor, got a " + declared + "; export the model with tensors as inputs");
        }
        ElementType type = ElementType.of(info)
                .orElseThrow(() -> new NoTableException("expected a type that ONNX Runtime's Java API supports, got "
                        + declared + "; export the model with another type"));
        long[] shape = info.getShape();
        if (shape.length < 1 || shape.length > 2) {
            throw new NoTableException("expected the shape [rows, columns], got " + declared + TENSORS);
        }
        if (shape.length == 1 && shape[0] > 1 && alone) {
            throw new NoTableException("expected the shape [rows, columns], got " + declared + ", which may be "
                    + shape[0] + " rows or " + shape[0] + " columns; export the model with a dimension for the rows");
        }
        long columns = shape.length == 1 ? 1 : shape[1] > 0 ? shape[1] : width;
        if (columns < 1 || columns > MAX_COLUMNS) {
            throw new NoTableException("expected a known number of columns, got " + declared
                    + "; use \"onward annotate\" to add a card that lists the features");
        }
        if (shape[0] > 0 && shape[0] * columns > OnnxFile.MAX_INPUT_CELLS) {
            throw new NoTableException("expected at most " + OnnxFile.MAX_INPUT_CELLS + " cells per run, got "
                    + declared + "; export the model with a variable number of rows");
        }
        if (Text.hasSurrogates(node.getName())) {
            throw new NoTableException("the name contains characters that ONNX Runtime's Java API encodes incorrectly;"
                    + " export the model with another name");
        }
        return new GraphInput(node, type, shape, (int) columns);
    }

    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    /** The number of columns of a table that it takes. */
    public int columns() {
        return columns;
    }

    /** The number of rows in each run; 0 for any number. */
    long batch() {
        return batch;
    }

    /** The declared type and shape, such as {@code float [N, 4]}. */
    String declared() {
        return declared;
    }

    /** The shape of a tensor with this number of rows. */
    public long[] shape(int rows) {
        return isList ? new long[] {rows} : new long[] {rows, columns};
    }
}
