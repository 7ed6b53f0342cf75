package dev.onward.protocol.oip;

import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ModelDetails;
import dev.onward.details.RowExplanations;
import dev.onward.explanation.Contribution;
import dev.onward.model.Model;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.serving.RequestDetails;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output {@code contributions}, FP64 of shape [rows, features], which a request can name like an output of the
 * graph: the contribution of each feature to the prediction for each row, in the order of the model's features. A row
 * without an explanation has NaN.
 */
final class Contributions {

    /** The name of the output, unless the graph has an output of this name. */
    static final String NAME = "contributions";

    private final Model model;
    private final Table table;
    private final DetailSource source;

    private Contributions(Model model, Table table, DetailSource source) {
        this.model = model;
        this.table = table;
        this.source = source;
    }

    /** The output's declaration; empty if the model has no data for explanations. */
    static Optional<TensorSpec> declaration(Model model) {
        boolean isFree = model.signature().output(NAME).isEmpty();
        return isFree && ModelDetails.hasReferenceData(model)
                ? Optional.of(new TensorSpec(
                        NAME, Datatype.FP64, List.of(-1L, (long) model.schema().size()), List.of()))
                : Optional.empty();
    }

    /**
     * Checks a request for contributions, without computing anything.
     *
     * @throws dev.onward.table.InvalidInputException if a row is invalid, or the requested group does not exist
     * @throws dev.onward.table.TooLargeException if there are too many rows
     */
    static Contributions of(Model model, RequestDetails details, InferRequest request) {
        DetailOptions options = DetailOptions.DEFAULT.withExplanation(request.explanation());
        details.checkRows(request.rows(), options);
        Table table = table(model, request.inputs());
        return new Contributions(model, table, details.source(options));
    }

    /**
     * Explains the rows.
     *
     * @throws dev.onward.table.InvalidInputException if the model cannot predict a row
     */
    Tensor compute() {
        RowExplanations explanations =
                source.of(table, model.predict(table)).explanations().orElseThrow();
        int features = table.schema().size();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(table.rows() * Double.BYTES, features))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < table.rows(); row++) {
            List<Contribution> contributions = explanations
                    .outcome(row)
                    .result()
                    .map(explanation -> explanation.contributions())
                    .orElse(List.of());
            for (int i = 0; i < features; i++) {
                bytes.putDouble(
                        contributions.isEmpty()
                                ? Double.NaN
                                : contributions.get(i).amount());
            }
        }
        return Tensor.of(Datatype.FP64, List.of((long) table.rows(), (long) features), bytes.flip());
    }

    /** The rows of the inputs as a table. NaN and empty text of an optional feature are missing values. */
    private static Table table(Model model, Map<String, Tensor> inputs) {
        TableBuilder builder = new TableBuilder(model.schema());
        int rows = inputs.values().stream()
                .findFirst()
                .map(tensor -> Math.toIntExact(tensor.shape().get(0)))
                .orElse(0);
        Map<String, List<String>> features = model.inputFeatures();
        for (int row = 0; row < rows; row++) {
            builder.startRow(rows == 1 ? 0 : row + 1L);
            Map<String, Object> cells = new HashMap<>();
            for (Map.Entry<String, List<String>> input : features.entrySet()) {
                Tensor tensor = inputs.get(input.getKey());
                if (tensor == null) {
                    throw new InvalidTensorException("expected the input \"" + input.getKey() + "\" for contributions");
                }
                addCells(cells, tensor, row, input.getValue(), model);
            }
            builder.cells(cells);
            builder.endRow();
        }
        return builder.build();
    }

    private static void addCells(
            Map<String, Object> cells, Tensor tensor, int row, List<String> features, Model model) {
        TensorNumbers numbers = new TensorNumbers(tensor);
        for (int i = 0; i < features.size(); i++) {
            String feature = features.get(i);
            int index = row * features.size() + i;
            boolean isOptional =
                    model.schema().feature(model.schema().position(feature)).optional();
            if (tensor.datatype() == Datatype.BYTES) {
                String text = tensor.text(index);
                if (!(isOptional && text.isEmpty())) {
                    put(cells, feature, text);
                }
            } else if (tensor.datatype() == Datatype.BOOL) {
                put(cells, feature, numbers.whole(index) != 0);
            } else if (tensor.datatype().isFloating()) {
                double value = numbers.decimal(index);
                if (!Double.isNaN(value)) {
                    put(cells, feature, value);
                }
            } else {
                put(cells, feature, numbers.whole(index));
            }
        }
    }

    /** A feature may be in several columns of the inputs. A contribution exists only if their values are equal. */
    static void put(Map<String, Object> cells, String feature, Object value) {
        Object other = cells.putIfAbsent(feature, value);
        if (other != null && !other.equals(value)) {
            throw new InvalidTensorException("contributions: expected the same value in each column of the feature "
                    + Text.quote(feature) + ", got " + Text.quote(other.toString()) + " and "
                    + Text.quote(value.toString()));
        }
    }
}
