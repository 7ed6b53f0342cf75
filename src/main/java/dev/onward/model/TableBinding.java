package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.recognition.Features;
import dev.onward.model.recognition.GraphInput.NoTableException;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.model.recognition.Inputs;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.model.recognition.Recognition;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The binding of a graph to a table: features to inputs, and outputs to a prediction. Decided once, when the model is
 * opened, by the graph, the card and a probe run.
 */
final class TableBinding {

    private final TableRun run;
    private final List<String> columns;
    private final OutputMapping mapping;
    private final Set<String> outputs;
    private final AtomicReference<Optional<ModelGraph>> graph;
    private final Map<String, List<String>> inputFeatures;
    private final Set<String> rowOutputs;
    private final List<OutputBuffer> noRows;
    private volatile Optional<LeanRun> lean = Optional.empty();

    /** Looks for a lean graph. Removed by the first who calls it, because it keeps the file. */
    private Optional<Supplier<Optional<LeanRun>>> leanOpener;

    /**
     * @param rowOutputs the outputs that have a row for each row of the table, and their types without one
     */
    private TableBinding(
            TableRun run,
            List<String> columns,
            OutputMapping mapping,
            ModelGraph graph,
            Map<String, OutputBuffer> rowOutputs,
            Function<Set<String>, Optional<LeanRun>> leanOpener) {
        this.run = run;
        this.columns = columns;
        this.mapping = mapping;
        this.graph = new AtomicReference<>(Optional.of(graph));
        this.outputs = new LinkedHashSet<>(mapping.outputs());
        this.leanOpener = Optional.of(() -> leanOpener.apply(outputs));
        this.inputFeatures = graph.inputFeatures(run.schema());
        this.rowOutputs = Set.copyOf(rowOutputs.keySet());
        this.noRows = outputs.stream().map(rowOutputs::get).toList();
    }

    /**
     * The result of an attempt to bind a graph.
     *
     * @param notTabularReason present if there is no binding
     * @param sentences what was recognised, and by which rule
     */
    record Outcome(Optional<TableBinding> binding, Optional<String> notTabularReason, List<String> sentences) {

        Outcome {
            sentences = List.copyOf(sentences);
        }

        private static Outcome notTabular(String reason, List<String> sentences) {
            return new Outcome(Optional.empty(), Optional.of(reason), sentences);
        }
    }

    /**
     * @param names for the features, from a setting; none if empty
     * @throws ModelException if the graph has another number of columns
     */
    static void checkNames(OnnxFile file, Session session, List<String> names, String origin) {
        try {
            int columns = names.isEmpty()
                    ? 0
                    : Inputs.of(session.graph().getInputInfo(), file.graph(), names.size())
                            .columns();
            if (columns != names.size()) {
                throw new ModelException(origin + ": --names: expected " + columns
                        + " names, one for each feature of the" + " model, got " + names.size());
            }
        } catch (NoTableException e) {
            throw new ModelException(origin + ": --names: the model has no features: " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    /** @throws ModelException with every mismatch between the card and the graph */
    static Outcome of(OnnxFile file, Session session, ModelCard card, String origin) {
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
                return Outcome.notTabular(String.valueOf(e.getMessage()), sentences);
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

    private static Outcome bind(OnnxFile file, Session session, Inputs inputs, ModelCard card, String origin)
            throws OrtException {
        List<String> mismatches = new ArrayList<>(inputs.tooNarrow(file.graph()));
        Features declared = Features.of(inputs, file.graph(), card.features(), mismatches);
        // Mismatches of the outputs are reported too, and the graph's own features suffice to find them.
        Features features =
                mismatches.isEmpty() ? declared : Features.of(inputs, file.graph(), List.of(), new ArrayList<>());
        List<String> sentences = new ArrayList<>(features.sentences());
        for (String optional : file.optionalInputs()) {
            sentences.add("input " + Text.quote(optional) + ": optional, always uses its default value");
        }
        for (String unused : file.unusedInputs()) {
            sentences.add("input " + Text.quote(unused) + ": not a feature, because no prediction depends on it");
        }
        ProbeRun probe = ProbeRun.of(
                new TableRun(session, inputs, features), session.graph().getOutputInfo(), card);
        sentences.addAll(probe.sentences());
        if (probe.outputs().isEmpty()) {
            refuse(mismatches, origin);
            return Outcome.notTabular(
                    "no output has one row for each input row; export the model with such an output, or send tensors to"
                            + " /v2",
                    sentences);
        }
        Recognition recognition = new Recognition(file, card, mismatches, origin);
        OutputMapping mapping = recognition.recognise(probe.outputs());
        refuse(mismatches, origin);
        sentences.addAll(recognition.sentences());
        ModelGraph graph = new ModelGraph(file, inputs.all(), features.positions(), mapping);
        TableBinding binding = new TableBinding(
                probe.run(),
                features.columns(),
                mapping,
                graph,
                withoutRows(probe.outputs(), session.graph().getOutputInfo()),
                outputs -> LeanRun.open(file, probe.run(), outputs, card, origin));
        return new Outcome(Optional.of(binding), Optional.empty(), sentences);
    }

    private static Map<String, OutputBuffer> withoutRows(List<GraphOutput> outputs, Map<String, NodeInfo> declared) {
        Map<String, OutputBuffer> buffers = new HashMap<>();
        for (GraphOutput output : outputs) {
            NodeInfo node = Objects.requireNonNull(declared.get(output.name()));
            buffers.put(output.name(), OutputBuffer.of((TensorInfo) node.getInfo(), 0, output.width()));
        }
        return buffers;
    }

    private static void refuse(List<String> mismatches, String origin) {
        if (!mismatches.isEmpty()) {
            throw new ModelException(origin + ": the card does not match the graph: " + String.join("; ", mismatches));
        }
    }

    /**
     * Looks for a graph that does the same in less time. If there is one, predictions use it from then on, until {@link
     * #close}. Has no effect the second time.
     */
    synchronized void simplify() {
        Optional<Supplier<Optional<LeanRun>>> opener = leanOpener;
        leanOpener = Optional.empty();
        opener.ifPresent(open -> lean = open.get());
    }

    /** Closes what {@link #simplify} opened, after waiting for it. */
    synchronized void close() {
        leanOpener = Optional.empty();
        lean.ifPresent(LeanRun::close);
    }

    /** Checks whether predictions use another session than that of the file. */
    boolean isLean() {
        return lean.isPresent();
    }

    private TableRun run() {
        return lean.map(LeanRun::run).orElse(run);
    }

    /**
     * Runs the graph on every row and reads its outputs as a prediction.
     *
     * @throws InvalidInputException with the rows on which the graph failed
     */
    Prediction predict(Table table, RunPermits permits) {
        TableOutputs result = run().run(table, outputs, permits, TableBuilder.MAX_LISTED_PROBLEMS);
        if (!result.failedRows().isEmpty()) {
            List<Problem> problems = result.failedRows().stream()
                    .map(row -> Problem.ofRow(table.rows() == 1 ? 0 : row + 1L, PartialPrediction.PROBLEM))
                    .toList();
            throw new InvalidInputException(problems, problems.size());
        }
        return read(result, table.rows());
    }

    /** Runs the graph on every row and reads its outputs, leaving out the rows on which it failed. */
    PartialPrediction predictPossible(Table table, RunPermits permits) {
        TableOutputs result = run().run(table, outputs, permits, Integer.MAX_VALUE);
        int predicted = table.rows() - result.failedRows().size();
        return new PartialPrediction(read(result, predicted), result.failedRows());
    }

    private Prediction read(TableOutputs result, int rows) {
        return PredictionReader.read(mapping, rows == 0 ? noRows : result.buffers(), rows);
    }

    /** Removes and returns the graph; empty if it was removed before. */
    Optional<ModelGraph> takeGraph() {
        return graph.getAndSet(Optional.empty());
    }

    /** The names of the features in the columns of each input, by the names of the inputs. */
    Map<String, List<String>> inputFeatures() {
        return inputFeatures;
    }

    /** Checks whether these outputs are the same if the rows are divided among several runs. */
    boolean isByRow(List<String> requested) {
        return run.batch() == 0 && rowOutputs.containsAll(requested);
    }

    Schema schema() {
        return run.schema();
    }

    /** The classes that the columns of an output stand for, by name; empty if it does not have one for each class. */
    Optional<List<String>> labels(String output) {
        return mapping.columnLabels(output);
    }

    /** The card with the features, the outputs and the task of the graph; with its own task if the graph shows none. */
    ModelCard draft(ModelCard card) {
        return card.toBuilder()
                .task(mapping.task().or(card::task))
                .labels(mapping.labels())
                .values(mapping.values())
                .features(IntStream.range(0, columns.size())
                        .mapToObj(i -> draft(schema().feature(i), columns.get(i), card))
                        .toList())
                .build();
    }

    private static FeatureCard draft(Feature feature, String column, ModelCard card) {
        FeatureCard draft = FeatureCard.of(feature).toBuilder()
                .input(Optional.of(column))
                .optional(Optional.of(feature.optional()))
                .build();
        return card.feature(feature.name()).map(draft::withDisplayOf).orElse(draft);
    }
}
