package dev.onward.explain;

import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explain.graph.AnswerTerms;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.explain.graph.UnreadableGraphException;
import dev.onward.model.Model;
import dev.onward.model.ModelGraph;
import dev.onward.model.card.ExplanationData;
import dev.onward.table.Sha256;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A model prepared for explanations: its graph is read once, for any number of backgrounds. Thread-safe. */
public final class ExplainableModel {

    private static final Logger LOG = System.getLogger(ExplainableModel.class.getName());
    private static final String NO_GRAPH = "the graph is no longer available";

    private final Model model;
    private final Optional<AdditiveModel> additive;
    private final Optional<String> reason;
    private final Optional<String> patterns;
    private final Optional<String> patternDigest;
    private final Optional<String> binding;
    private final ExplanationMemory memory;

    private ExplainableModel(
            Model model, Optional<AdditiveModel> additive, Optional<String> reason, Optional<String> patterns) {
        this.model = model;
        this.additive = additive;
        this.reason = reason;
        this.patterns = patterns;
        this.patternDigest = patterns.map(text -> Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
        this.binding = additive.map(answers -> AnswerTerms.of(answers).digest(answers));
        this.memory = new ExplanationMemory(
                ExplanationMemory.MAX_BYTES,
                ExplanationMemory.OVERHEAD_BYTES
                        + graphBytes()
                        + patterns.map(String::length).orElse(0));
    }

    private long graphBytes() {
        return additive.stream()
                .flatMap(answers -> AnswerTerms.of(answers).ensembles().stream())
                .mapToLong(TreeEnsemble::bytes)
                .sum();
    }

    /**
     * Reads the graph of a model, which is taken from it. Files are not trusted: a graph that cannot be analysed is
     * explained from its predictions.
     *
     * @param model must stay open as long as it is explained
     */
    public static ExplainableModel of(Model model) {
        return model.takeGraph().map(graph -> of(model, graph)).orElseGet(() -> notAdditive(model, NO_GRAPH));
    }

    private static ExplainableModel of(Model model, ModelGraph graph) {
        try {
            AdditiveModel additive = AdditiveModel.read(graph);
            return new ExplainableModel(
                    model, Optional.of(additive), Optional.empty(), graph.metadata(ExplanationData.PATTERNS));
        } catch (UnreadableGraphException e) {
            return notAdditive(model, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, model.name() + ": the graph could not be analysed for explanations", e);
            return notAdditive(model, NO_GRAPH);
        }
    }

    /** A model with what was read of its graph. */
    static ExplainableModel of(Model model, AdditiveModel additive) {
        return new ExplainableModel(model, Optional.of(additive), Optional.empty(), Optional.empty());
    }

    private static ExplainableModel notAdditive(Model model, String reason) {
        return new ExplainableModel(model, Optional.empty(), Optional.of(reason), Optional.empty());
    }

    /** The reason why the graph has no exact explanation; empty if it has one. */
    public Optional<String> notAdditiveReason() {
        return reason;
    }

    /**
     * The SHA-256 digest of the sums and trees of the graph, in hexadecimal, to which a stored background is bound;
     * empty if the graph has no exact explanation.
     */
    public Optional<String> binding() {
        return binding;
    }

    /** Checks whether a background of the model has pattern counts of trees. */
    public boolean hasTrees() {
        return additive.filter(answers -> !AnswerTerms.of(answers).ensembles().isEmpty())
                .isPresent();
    }

    /**
     * The metadata entry of the file with the pattern counts of trees.
     *
     * @param digest its SHA-256 digest in hexadecimal; empty if the entry has another one
     */
    Optional<String> patterns(String digest) {
        return patternDigest.equals(Optional.of(digest)) ? patterns : Optional.empty();
    }

    /** The memory that all stored backgrounds share. */
    ExplanationMemory memory() {
        return memory;
    }

    Model model() {
        return model;
    }

    Optional<AdditiveModel> additive() {
        return additive;
    }
}
