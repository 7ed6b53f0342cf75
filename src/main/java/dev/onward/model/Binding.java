package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import dev.onward.model.GraphInput.NoTableException;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a graph is asked rows of a table and how its answers are read; or why it cannot be. Settled once, when the model
 * is opened, from what the graph says of itself, from its card, and from a few rows on trial.
 */
final class Binding {

    private final Optional<Asked> asked;
    private final List<String> sentences;
    private final String obstacle;

    private Binding(Optional<Asked> asked, List<String> sentences, String obstacle) {
        this.asked = asked;
        this.sentences = List.copyOf(sentences);
        this.obstacle = obstacle;
    }

    /** What a question needs. */
    private record Asked(Tensors tensors, Reading reading, Set<String> outputs) {}

    /** @throws ModelException with everything in which the card does not fit the graph */
    static Binding of(OnnxFile file, Session session, ModelCard card, String origin) {
        try {
            Map<String, NodeInfo> inputs = session.graph().getInputInfo();
            try {
                return bind(
                        file,
                        session,
                        Inputs.of(inputs, file.graph(), card.features().size()),
                        card,
                        origin);
            } catch (NoTableException e) {
                List<String> sentences = new ArrayList<>(described("input", inputs));
                sentences.addAll(described("output", session.graph().getOutputInfo()));
                return new Binding(Optional.empty(), sentences, String.valueOf(e.getMessage()));
            }
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    private static List<String> described(String kind, Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> kind + " " + Text.quote(node.getName()) + ": " + Signature.describe(node))
                .toList();
    }

    private static Binding bind(OnnxFile file, Session session, Inputs inputs, ModelCard card, String origin)
            throws OrtException {
        List<String> mismatches = new ArrayList<>();
        Features described = Features.of(inputs, file.graph(), card.features(), mismatches);
        // What is wrong with the outputs is to be told too, and for that the graph's own features will do.
        Features features =
                mismatches.isEmpty() ? described : Features.of(inputs, file.graph(), List.of(), new ArrayList<>());
        List<String> sentences = new ArrayList<>(features.sentences());
        for (String optional : file.optionalInputs()) {
            sentences.add("input " + Text.quote(optional) + ": optional, always runs with its default");
        }
        Trial trial =
                Trial.of(new Tensors(session, inputs, features), session.graph().getOutputInfo(), card);
        sentences.addAll(trial.sentences());
        if (trial.outputs().isEmpty()) {
            refuse(mismatches, origin);
            return new Binding(Optional.empty(), sentences, "none of its outputs has a row for each row asked");
        }
        Recognition recognition = new Recognition(file, card, mismatches, origin);
        Reading reading = recognition.recognise(trial.outputs());
        refuse(mismatches, origin);
        sentences.addAll(recognition.sentences());
        Asked asked = new Asked(trial.tensors(), reading, new LinkedHashSet<>(reading.outputs()));
        return new Binding(Optional.of(asked), sentences, "");
    }

    private static void refuse(List<String> mismatches, String origin) {
        if (!mismatches.isEmpty()) {
            throw new ModelException(origin + ": the card does not fit the graph: " + String.join("; ", mismatches));
        }
    }

    /** Why no table can be asked of the model; empty if one can. */
    String obstacle() {
        return obstacle;
    }

    /** What was recognised, and by which rule. */
    List<String> sentences() {
        return sentences;
    }

    Schema schema() {
        return asked().tensors().schema();
    }

    Prediction predict(Table table) {
        Asked asked = asked();
        return asked.tensors().predict(table, asked.reading(), asked.outputs());
    }

    /** The classes that the columns of an output are about, by name; empty if it has no column for each. */
    Optional<List<String>> labels(String output) {
        return asked.filter(known -> known.reading() instanceof Reading.Classes classes
                        && classes.single() == Reading.Single.NO
                        && classes.scores().filter(output::equals).isPresent())
                .map(known -> ((Reading.Classes) known.reading())
                        .labels().stream().map(Label::name).toList());
    }

    /** A card to start from: what the given one says, and beyond that what the graph shows. */
    ModelCard draft(ModelCard card) {
        return asked.map(known -> DraftCard.of(
                        card,
                        known.tensors().schema(),
                        known.tensors().columns(),
                        known.reading().none()))
                .orElse(card);
    }

    private Asked asked() {
        return asked.orElseThrow(() -> new NotTabularException(obstacle));
    }
}
