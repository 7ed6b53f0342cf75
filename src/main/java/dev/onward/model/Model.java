package dev.onward.model;

import dev.onward.model.card.ModelCard;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorRun;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An opened model, which fits its card, if it has one, and reproduced its golden rows. Safe for use by several threads.
 * The caller that opens it must close it.
 */
public final class Model implements AutoCloseable {

    private final ModelCard card;
    private final ModelId id;
    private final String sha256;
    private final Session session;
    private final TableBinding.Outcome outcome;
    private final Signature signature;
    private final Optional<String> producer;
    private final List<Path> dataFiles;
    private final Optional<Schema> schema;
    private final RunPermits permits;

    /** @param onnx the file that the session runs */
    Model(
            ModelCard card,
            ModelId id,
            String sha256,
            Session session,
            TableBinding.Outcome outcome,
            Signature signature,
            OnnxFile onnx) {
        this.card = card;
        this.id = id;
        this.sha256 = sha256;
        this.session = session;
        this.outcome = outcome;
        this.signature = signature;
        this.producer = onnx.producer();
        this.dataFiles = onnx.dataFiles();
        this.schema = outcome.binding().map(TableBinding::schema);
        this.permits = RunPermits.UNLIMITED;
    }

    private Model(Model model, Optional<Schema> schema, RunPermits permits) {
        this.card = model.card;
        this.id = model.id;
        this.sha256 = model.sha256;
        this.session = model.session;
        this.outcome = model.outcome;
        this.signature = model.signature;
        this.producer = model.producer;
        this.dataFiles = model.dataFiles;
        this.schema = schema;
        this.permits = permits;
    }

    /**
     * Opens a file with the default limits.
     *
     * @throws ModelException if there is no such file, or as {@link #open(byte[], String)} does
     */
    public static Model open(Path file) {
        return open(file, GuardLimits.defaults());
    }

    /**
     * Opens a file.
     *
     * @throws ModelException as {@link #open(Path)} does
     */
    public static Model open(Path file, GuardLimits limits) {
        return new ModelOpener(file.toString(), limits).open(file);
    }

    /**
     * Opens a file under a name and version that may differ from those it declares.
     *
     * @param origin the name of the file in messages
     * @param naming the function from the declared name and version to those of the model
     * @throws ModelException as {@link #open(Path)} does
     * @throws RuntimeException if the naming does
     */
    public static Model open(Path file, String origin, GuardLimits limits, UnaryOperator<ModelId> naming) {
        return open(file, origin, limits, naming, FeatureOptions.DEFAULT);
    }

    /**
     * Opens a file under a name and version that may differ from those it declares.
     *
     * @throws ModelException as {@link #open(Path)} does, or if the options name another number of features, or
     *     features that already have names
     */
    public static Model open(
            Path file, String origin, GuardLimits limits, UnaryOperator<ModelId> naming, FeatureOptions features) {
        return new ModelOpener(origin, limits, naming, features).open(file);
    }

    /**
     * Opens the content of a file with the default limits.
     *
     * @param file the content of an ONNX file
     * @param origin the name of the file in messages; its last part names the model if the card does not
     * @throws ModelException if it is not an ONNX model that the runtime supports, does not fit its card, or does not
     *     reproduce its golden rows
     */
    public static Model open(byte[] file, String origin) {
        return open(file, origin, GuardLimits.defaults());
    }

    /**
     * Opens the content of a file.
     *
     * @throws ModelException as {@link #open(byte[], String)} does
     */
    public static Model open(byte[] file, String origin, GuardLimits limits) {
        return new ModelOpener(origin, limits).open(file, Optional.empty());
    }

    /**
     * Opens the content of a file that may refer to external data in a folder.
     *
     * @throws ModelException as {@link #open(byte[], String)} does
     */
    public static Model open(byte[] file, Path folder, String origin, GuardLimits limits) {
        return new ModelOpener(origin, limits).open(file, Optional.of(folder));
    }

    /** The same open model, whose runs each hold a permit. Closing one of the two closes both. */
    public Model withPermits(RunPermits permits) {
        return new Model(this, schema, permits);
    }

    /**
     * The same open model, whose {@link #schema} accepts no category that the model would ignore. Closing one of the
     * two closes both.
     */
    public Model refusingUnknownCategories() {
        return new Model(this, schema.map(Schema::refusingUnknown), permits);
    }

    /** An object that this model shares with those that {@link #withPermits} returned, and with no other model. */
    public Object identity() {
        return session;
    }

    public ModelCard card() {
        return card;
    }

    public String name() {
        return id.name();
    }

    /** "1" unless the card or the naming gives another. */
    public String version() {
        return id.version();
    }

    /** The SHA-256 digest of the whole file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Checks whether the model takes rows of a table. If not, {@link #notTabularReason} gives the reason. */
    public boolean isTabular() {
        return outcome.binding().isPresent();
    }

    /**
     * The features of a table for {@link #predict}, in order, with the numbers that the graph's inputs can hold.
     *
     * @throws NotTabularException if the model is not tabular
     */
    public Schema schema() {
        return schema.orElseThrow(this::notTabular);
    }

    /**
     * The names of the features in the columns of each input of the graph, by the names of the inputs. A feature may be
     * in several columns.
     *
     * @throws NotTabularException if the model is not tabular
     */
    public Map<String, List<String>> inputFeatures() {
        return binding().inputFeatures();
    }

    /**
     * The only input of the graph with the features in its columns; empty if the graph has several inputs, or one with
     * a single column. Rows for such a graph can be given by position.
     *
     * @throws NotTabularException if the model is not tabular
     */
    public Optional<Map.Entry<String, List<String>>> matrix() {
        Map<String, List<String>> inputs = inputFeatures();
        return inputs.entrySet().stream()
                .filter(input -> inputs.size() == 1 && input.getValue().size() > 1)
                .findFirst();
    }

    /**
     * The meaning of the graph's inputs and outputs, and the rule by which it was recognised: one sentence for each,
     * which begins with its subject.
     */
    public List<String> recognition() {
        return outcome.sentences();
    }

    /** The reason why the model does not accept tabular data; empty if {@link #isTabular}. */
    public Optional<String> notTabularReason() {
        return outcome.notTabularReason();
    }

    /** The model's card, completed with what its graph shows. */
    public ModelCard draftCard() {
        return outcome.binding().map(table -> table.draft(card)).orElse(card);
    }

    /** Checks whether the graph has loops, so that the time of a run depends on the values in its inputs. */
    public boolean hasLoops() {
        return session.hasLoops();
    }

    /** The program that produced the file, as the file declares it. */
    public Optional<String> producer() {
        return producer;
    }

    /** Checks whether the model has external data, in other files of the same folder. */
    public boolean hasExternalData() {
        return !dataFiles.isEmpty();
    }

    /** The files with the model's external data, in the order of their names. */
    public List<Path> dataFiles() {
        return dataFiles;
    }

    /** The number of golden rows that the model reproduced when it was opened; 0 if it was not verified. */
    public int verifiedRows() {
        return isTabular() ? card.golden().map(golden -> golden.rows().size()).orElse(0) : 0;
    }

    /**
     * Predicts every row of a table that was built with {@link #schema}.
     *
     * @throws InvalidInputException if the graph fails on some rows, with their numbers from 1
     * @throws NotTabularException if the model is not tabular
     * @throws IllegalStateException if the model is closed or fails
     */
    public Prediction predict(Table table) {
        return binding().predict(table, permits);
    }

    /**
     * Predicts those rows of a table on which the graph does not fail.
     *
     * @throws InvalidInputException if the model answers a label that is not one of its classes
     * @throws NotTabularException if the model is not tabular
     * @throws IllegalStateException if the model is closed or fails
     */
    public PartialPrediction predictPossible(Table table) {
        return binding().predictPossible(table, permits);
    }

    /**
     * Removes and returns the graph, for an analysis of the model. The model keeps it only until then, since it may be
     * as large as the file.
     *
     * @return empty if the model is not tabular or the graph was taken before
     */
    public Optional<ModelGraph> takeGraph() {
        return outcome.binding().flatMap(TableBinding::takeGraph);
    }

    private TableBinding binding() {
        return outcome.binding().orElseThrow(this::notTabular);
    }

    private NotTabularException notTabular() {
        return new NotTabularException(outcome.notTabularReason().orElse("the model does not accept tabular data"));
    }

    /** The input and output tensors of {@link #run}. */
    public Signature signature() {
        return signature;
    }

    /**
     * Runs the graph on tensors, without interpreting them. Many rows are divided among several runs if the model is
     * tabular and the requested outputs have a row for each row of the inputs, as {@link #predict} does.
     *
     * @param inputs one for each input of the signature, of its type and of a shape that fits
     * @param outputs the names of the requested outputs
     * @return the requested outputs, in that order
     * @throws InvalidTensorException if the graph fails on them
     * @throws IllegalStateException if the model is closed
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> outputs) {
        boolean isByRow =
                outcome.binding().filter(table -> table.isByRow(outputs)).isPresent();
        return isByRow
                ? TensorRun.runByRows(session, permits, inputs, outputs, TableRun.RUN_ROWS)
                : TensorRun.run(session, permits, inputs, outputs);
    }

    /**
     * Looks for a graph that returns the same in less time, which may take a tenth of a second. If there is one,
     * predictions use it from then on. Has no effect the second time.
     */
    public void simplify() {
        outcome.binding().ifPresent(TableBinding::simplify);
    }

    /**
     * Frees the session that only {@link #run} needs, if there is one. Tensors cannot be run from then on if so.
     */
    public void closeTensors() {
        if (outcome.binding().filter(TableBinding::isLean).isPresent()) {
            session.close();
        }
    }

    /** Waits for current predictions to end, then frees the native memory. */
    @Override
    public void close() {
        outcome.binding().ifPresent(TableBinding::close);
        session.close();
    }
}
