package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.model.GraphInput.NoTableException;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a graph is asked rows of a table and how its answers are read; or why it cannot be. Settled once, when the model
 * is opened, from what the graph says of itself, from its card, and from a few rows on trial.
 */
final class Binding {

    /** Rows on trial: a number that no model has of classes or of anything else, so that shapes cannot be mixed up. */
    private static final int TRIAL_ROWS = 7;

    private final Optional<Tensors> tensors;
    private final Optional<Reading> reading;
    private final List<String> sentences;
    private final String obstacle;

    private Binding(Optional<Tensors> tensors, Optional<Reading> reading, List<String> sentences, String obstacle) {
        this.tensors = tensors;
        this.reading = reading;
        this.sentences = List.copyOf(sentences);
        this.obstacle = obstacle;
    }

    /** @throws ModelException with everything in which the card does not fit the graph */
    static Binding of(OnnxFile file, Session session, ModelCard card, String origin) {
        try {
            Map<String, NodeInfo> nodes = session.graph().getInputInfo();
            Inputs inputs = Inputs.of(nodes, file.graph(), card.features().size());
            return bind(file, session, inputs, card, origin);
        } catch (NoTableException e) {
            return new Binding(Optional.empty(), Optional.empty(), List.of(), String.valueOf(e.getMessage()));
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    private static Binding bind(OnnxFile file, Session session, Inputs inputs, ModelCard card, String origin)
            throws OrtException {
        List<String> mismatches = new ArrayList<>();
        Features features = Features.of(inputs, file.graph(), card.features(), mismatches);
        refuse(mismatches, origin);
        List<String> sentences = new ArrayList<>(features.sentences());
        for (String optional : file.optionalInputs()) {
            sentences.add("input " + Text.quote(optional) + ": optional, always runs with its default");
        }
        Map<String, NodeInfo> declared = session.graph().getOutputInfo();
        Tensors tensors = new Tensors(session, inputs, features);
        Table trial = trial(tensors.schema(), card);
        Optional<List<GraphOutput>> answered = tensors.probe(trial, declared);
        if (answered.isEmpty() && inputs.batch() == 0) {
            Tensors oneByOne = tensors.inBatchesOf(1);
            answered = oneByOne.probe(trial, declared);
            if (answered.isPresent()) {
                tensors = oneByOne;
                sentences.add("rows: asked one by one, since the graph fails on several at once");
            }
        }
        List<GraphOutput> outputs = answered.orElseGet(() -> asDeclared(declared));
        declared.keySet().stream()
                .filter(name ->
                        outputs.stream().noneMatch(output -> output.name().equals(name)))
                .forEach(name -> sentences.add("output " + Text.quote(name) + ": left out, since it has no row that"
                        + " can be read for each row asked"));
        if (inputs.batch() > 0) {
            sentences.add("rows: asked " + inputs.batch() + " at once, as the graph demands");
        }
        if (outputs.isEmpty()) {
            return new Binding(
                    Optional.empty(), Optional.empty(), sentences, "none of its outputs has a row for each row asked");
        }
        Recognition recognition = new Recognition(file, card, mismatches);
        Reading reading = recognition.recognise(outputs);
        refuse(mismatches, origin);
        sentences.addAll(recognition.sentences());
        return new Binding(Optional.of(tensors), Optional.of(reading), sentences, "");
    }

    private static void refuse(List<String> mismatches, String origin) {
        if (!mismatches.isEmpty()) {
            throw new ModelException(origin + ": the card does not fit the graph: " + String.join("; ", mismatches));
        }
    }

    private static List<GraphOutput> asDeclared(Map<String, NodeInfo> outputs) {
        return outputs.values().stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .flatMap(node -> GraphOutput.of(node.getName(), (TensorInfo) node.getInfo(), -1).stream())
                .toList();
    }

    /** The first golden row if there is one that fits, otherwise a row of plain values, several times over. */
    private static Table trial(Schema schema, ModelCard card) {
        Optional<ModelCard.GoldenRow> golden =
                card.golden().stream().flatMap(rows -> rows.rows().stream()).findFirst();
        try {
            return trial(schema, builder -> golden.ifPresent(row -> GoldenRows.fill(builder, schema, row)));
        } catch (InvalidInputException noRowThatFits) {
            return trial(schema, builder -> plain(builder, schema));
        }
    }

    private static Table trial(Schema schema, Consumer<TableBuilder> row) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < TRIAL_ROWS; i++) {
            builder.startRow(0);
            row.accept(builder);
            builder.endRow();
        }
        return builder.build();
    }

    private static void plain(TableBuilder builder, Schema schema) {
        for (int i = 0; i < schema.size(); i++) {
            Feature feature = schema.feature(i);
            if (!feature.categories().isEmpty()) {
                builder.text(i, feature.categories().get(0));
                continue;
            }
            switch (feature.type()) {
                case NUMBER, INTEGER -> builder.number(i, "1");
                case BOOLEAN -> builder.bool(i, true);
                case STRING -> builder.string(i, "a");
            }
        }
    }

    /** Why no table can be asked of the model; empty if one can. */
    String obstacle() {
        return obstacle;
    }

    List<String> sentences() {
        return sentences;
    }

    Schema schema() {
        return tensors.orElseThrow(() -> new NotTabularException(obstacle)).schema();
    }

    Prediction predict(Table table) {
        return tensors.orElseThrow(() -> new NotTabularException(obstacle)).predict(table, reading.orElseThrow());
    }
}
