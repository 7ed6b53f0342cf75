package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import dev.onward.model.card.DraftCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.recognition.Features;
import dev.onward.model.recognition.GraphInput.NoTableException;
import dev.onward.model.recognition.Inputs;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.model.recognition.Recognition;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a graph is asked rows of a table and how its answers are read; or why it cannot be. Settled once, when the model
 * is opened, from what the graph says of itself, from its card, and from a few rows on probe.
 */
final class TableBinding {

    private final Optional<Bound> bound;
    private final List<String> sentences;
    private final String obstacle;

    private TableBinding(Optional<Bound> bound, List<String> sentences, String obstacle) {
        this.bound = bound;
        this.sentences = List.copyOf(sentences);
        this.obstacle = obstacle;
    }

    /**
     * How rows are asked, and how their answers are read.
     *
     * @param outputs those of the mapping, in its order
     */
    record Bound(TableRun run, OutputMapping mapping, Set<String> outputs) {}

    /** @throws ModelException with everything in which the card does not fit the graph */
    static TableBinding of(OnnxFile file, Session session, ModelCard card, String origin) {
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
                return new TableBinding(Optional.empty(), sentences, String.valueOf(e.getMessage()));
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

    private static TableBinding bind(OnnxFile file, Session session, Inputs inputs, ModelCard card, String origin)
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
        ProbeRun probe =
                ProbeRun.of(new TableRun(session, inputs, features), session.graph().getOutputInfo(), card);
        sentences.addAll(probe.sentences());
        if (probe.outputs().isEmpty()) {
            refuse(mismatches, origin);
            return new TableBinding(Optional.empty(), sentences, "none of its outputs has a row for each row asked");
        }
        Recognition recognition = new Recognition(file, card, mismatches, origin);
        OutputMapping mapping = recognition.recognise(probe.outputs());
        refuse(mismatches, origin);
        sentences.addAll(recognition.sentences());
        Bound bound = new Bound(probe.run(), mapping, new LinkedHashSet<>(mapping.outputs()));
        return new TableBinding(Optional.of(bound), sentences, "");
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
        return bound().run().schema();
    }

    /** @throws NotTabularException if no table can be asked of the model */
    Bound bound() {
        return bound.orElseThrow(() -> new NotTabularException(obstacle));
    }

    /** The classes that the columns of an output are about, by name; empty if it has no column for each. */
    Optional<List<String>> labels(String output) {
        return bound.flatMap(known -> known.mapping().columnLabels(output));
    }

    /** A card to start from: what the given one says, and beyond that what the graph shows. */
    ModelCard draft(ModelCard card) {
        return bound.map(known -> DraftCard.of(
                        card,
                        known.run().schema(),
                        known.run().columns(),
                        known.mapping().task(),
                        known.mapping().labels(),
                        known.mapping().values()))
                .orElse(card);
    }
}
