package dev.onward.model.recognition;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.Signature;
import dev.onward.table.Text;

/**
 * An input of the graph in which each row of a table has its own row.
 *
 * @param rank 1 for a list of cells, 2 for a matrix
 * @param columns how many columns of a table it takes
 * @param batch how many rows it takes at once; 0 for any number
 */
public record GraphInput(String name, ElementType type, int rank, int columns, long batch, String declared) {

    /** Where this input's tensor has another shape than a table's, and so cannot be asked rows. */
    public static final class NoTableException extends Exception {
        private static final long serialVersionUID = 1;

        NoTableException(String reason) {
            super(reason);
        }
    }

    /**
     * @param width of a matrix that does not declare it; 0 if that is not known either
     * @param alone whether the graph has no other input
     */
    static GraphInput of(NodeInfo node, int width, boolean alone) throws NoTableException {
        String declared = Signature.describe(node);
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new NoTableException("takes a " + declared + ", which is no tensor");
        }
        ElementType type = ElementType.of(info)
                .orElseThrow(() -> new NoTableException(
                        "takes " + declared + ", a type of which the ONNX Runtime's Java side cannot make tensors"));
        long[] shape = info.getShape();
        if (shape.length < 1 || shape.length > 2) {
            throw new NoTableException("takes " + declared + ", and rows of a table have the shape [rows, columns]");
        }
        if (shape.length == 1 && shape[0] > 1 && alone) {
            throw new NoTableException("takes " + declared + ", which may be " + shape[0] + " rows or " + shape[0]
                    + " columns: export it with a dimension for the rows");
        }
        long columns = shape.length == 1 ? 1 : shape[1] > 0 ? shape[1] : width;
        if (columns < 1 || columns > 100_000) {
            throw new NoTableException("takes " + declared + " and does not say how many columns: give it a card"
                    + " that lists its features, with \"onward annotate\"");
        }
        if (shape[0] > 0 && shape[0] * columns > OnnxFile.MAX_INPUT_CELLS) {
            throw new NoTableException("takes " + declared + ", and so many rows at once are too many");
        }
        if (Text.hasSurrogates(node.getName())) {
            throw new NoTableException("its name has characters that the ONNX Runtime's Java side miscodes");
        }
        return new GraphInput(node.getName(), type, shape.length, (int) columns, Math.max(0, shape[0]), declared);
    }

    /** The shape of a tensor of so many rows. */
    public long[] shape(int rows) {
        return rank == 1 ? new long[] {rows} : new long[] {rows, columns};
    }
}
