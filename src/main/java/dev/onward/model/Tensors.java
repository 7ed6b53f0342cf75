package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a card and its graph fit together, settled once when the model is opened: one float input of shape [rows, 1] for
 * each feature, by its name; and as outputs {@code label}, a string for each row, and {@code probabilities}, floats of
 * shape [rows, labels].
 */
final class Tensors {

    static final String LABEL = "label";
    static final String PROBABILITIES = "probabilities";

    private final Schema schema;
    private final List<Label> labels;
    private final Map<String, Integer> labelPositions = new HashMap<>();

    private Tensors(Schema schema, List<Label> labels) {
        this.schema = schema;
        this.labels = labels;
        for (Label label : labels) {
            labelPositions.put(label.name(), labelPositions.size());
        }
    }

    /** @throws ModelException with everything in which the card does not fit the graph */
    static Tensors bind(OrtSession graph, ModelCard card, String origin) {
        try {
            List<String> mismatches = new ArrayList<>();
            matchTask(card, mismatches);
            matchInputs(card, graph.getInputInfo(), mismatches);
            matchOutputs(card, graph.getOutputInfo(), mismatches);
            if (!mismatches.isEmpty()) {
                throw new ModelException(
                        origin + ": the card does not fit the graph: " + String.join("; ", mismatches));
            }
            Schema schema = new Schema(card.features().stream()
                    .map(feature -> feature.complete(
                            Feature.of(feature.name(), DataType.NUMBER).accepting(Range.FLOAT)))
                    .toList());
            return new Tensors(schema, card.labels());
        } catch (OrtException | IllegalArgumentException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    /** The card's features, refusing numbers that the graph's input types cannot hold. */
    Schema schema() {
        return schema;
    }

    Prediction predict(Session session, Table table) {
        if (table.rows() == 0) {
            return new Prediction.Classes(
                    labels, new int[0], Optional.of(Matrix.of(new float[0], labels.size())), true);
        }
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            fill(inputs, table);
            return session.run(inputs, this::classes);
        } catch (OrtException e) {
            throw new IllegalStateException("the input tensors could not be made: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** One direct buffer for all columns: the runtime reads it in place, so each value is copied once. */
    private void fill(Map<String, OnnxTensor> inputs, Table table) throws OrtException {
        int rows = table.rows();
        long[] shape = {rows, 1};
        FloatBuffer values = ByteBuffer.allocateDirect(Math.multiplyExact(rows, Float.BYTES * schema.size()))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < schema.size(); i++) {
            Column.Doubles column = (Column.Doubles) table.column(i);
            FloatBuffer slice = values.slice(i * rows, rows);
            for (int row = 0; row < rows; row++) {
                slice.put(row, (float) column.get(row));
            }
            inputs.put(schema.feature(i).name(), OnnxTensor.createTensor(Session.environment(), slice, shape));
        }
    }

    private Prediction classes(OrtSession.Result result) throws OrtException {
        OnnxTensor scores = (OnnxTensor) result.get(PROBABILITIES).orElseThrow();
        OnnxTensor names = (OnnxTensor) result.get(LABEL).orElseThrow();
        String[] answers = (String[]) names.getValue();
        int[] chosen = new int[answers.length];
        for (int row = 0; row < answers.length; row++) {
            Integer position = labelPositions.get(answers[row]);
            if (position == null) {
                throw new IllegalStateException(
                        "the model answered the label " + Text.quote(answers[row]) + ", which is not on its card");
            }
            chosen[row] = position;
        }
        FloatBuffer buffer = scores.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Prediction.Classes(labels, chosen, Optional.of(Matrix.of(values, labels.size())), true);
    }

    private static void matchTask(ModelCard card, List<String> mismatches) {
        if (!card.task().equals(Optional.of(Task.CLASSIFICATION))) {
            mismatches.add("expected the task classification, got "
                    + card.task()
                            .map(task -> task.name().toLowerCase(Locale.ROOT))
                            .orElse("none")
                    + " (this version serves no other)");
        }
        if (card.labels().size() < 2) {
            mismatches.add("expected at least two labels, got " + card.labels().size());
        }
        long distinct = card.labels().stream().map(Label::name).distinct().count();
        if (distinct < card.labels().size()) {
            mismatches.add("expected unique labels");
        }
    }

    private static void matchInputs(ModelCard card, Map<String, NodeInfo> inputs, List<String> mismatches) {
        List<String> names = card.features().stream().map(FeatureCard::name).toList();
        if (names.isEmpty()) {
            mismatches.add("expected at least one feature, got none");
        }
        for (FeatureCard feature : card.features()) {
            if (feature.type().orElse(DataType.NUMBER) != DataType.NUMBER) {
                mismatches.add("feature " + Text.quote(feature.name())
                        + ": expected the type number, got "
                        + feature.type().orElseThrow().name().toLowerCase(Locale.ROOT)
                        + " (this version serves no other)");
            }
            matchTensor("input", feature.name(), inputs.get(feature.name()), OnnxJavaType.FLOAT, mismatches, 2, 1);
        }
        for (String input : inputs.keySet()) {
            if (!names.contains(input)) {
                mismatches.add("input " + Text.quote(input) + " is no feature of the card");
            }
        }
    }

    private static void matchOutputs(ModelCard card, Map<String, NodeInfo> outputs, List<String> mismatches) {
        int labels = card.labels().size();
        matchTensor("output", LABEL, outputs.get(LABEL), OnnxJavaType.STRING, mismatches, 1, -1);
        matchTensor("output", PROBABILITIES, outputs.get(PROBABILITIES), OnnxJavaType.FLOAT, mismatches, 2, labels);
    }

    private static void matchTensor(
            String kind,
            String name,
            @Nullable NodeInfo node,
            OnnxJavaType type,
            List<String> mismatches,
            int rank,
            long width) {
        String expected = kind + " " + Text.quote(name) + ": expected a "
                + type.name().toLowerCase(Locale.ROOT) + " tensor "
                + (rank == 1 ? "[rows]" : "[rows, " + width + "]");
        if (node == null) {
            mismatches.add(expected + ", got none of that name");
            return;
        }
        boolean fits = node.getInfo() instanceof TensorInfo tensor
                && tensor.type == type
                && tensor.getShape().length == rank
                && tensor.getShape()[0] == -1
                && (rank == 1 || tensor.getShape()[1] == width);
        if (!fits) {
            mismatches.add(expected + ", got " + node.getInfo());
        }
    }
}
