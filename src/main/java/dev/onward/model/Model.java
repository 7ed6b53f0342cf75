package dev.onward.model;

import ai.onnxruntime.OrtException;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.SizeLimit;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorRun;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A model that was opened, fits its card, if it carries one, and reproduced its golden rows. Any number of threads may ask it at once. Who
 * opens it closes it.
 */
public final class Model implements AutoCloseable {

    private final ModelCard card;
    private final ModelId id;
    private final String sha256;
    private final Session session;
    private final TableBinding binding;
    private final Signature signature;
    private final String producer;
    private final List<Path> dataFiles;

    private Model(
            ModelCard card,
            ModelId id,
            String sha256,
            Session session,
            TableBinding binding,
            Signature signature,
            OnnxFile onnx) {
        this.card = card;
        this.id = id;
        this.sha256 = sha256;
        this.session = session;
        this.binding = binding;
        this.signature = signature;
        this.producer = onnx.producer();
        this.dataFiles = onnx.dataFiles();
    }

    /** @throws ModelException if there is no such file, or as {@link #open(byte[], String)} does */
    public static Model open(Path file) {
        return open(file, file.toString(), GuardLimits.defaults(), said -> said);
    }

    /** @throws ModelException as {@link #open(Path)} does */
    public static Model open(Path file, GuardLimits limits) {
        return open(file, file.toString(), limits, declared -> declared);
    }

    /**
     * Opens a file as a model of another name and version than it says itself.
     *
     * @param origin what messages call the file
     * @param limits what is refused
     * @param naming gives the name and version for those that the file says
     * @throws ModelException as {@link #open(Path)} does, and whatever the naming throws
     */
    public static Model open(Path file, String origin, GuardLimits limits, UnaryOperator<ModelId> naming) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(origin + ": expected a model file, found " + found(file));
        }
        try {
            SizeLimit.check(file, limits.get(GuardLimits.Limit.BYTES), origin);
            Path folder = file.toAbsolutePath().getParent();
            return open(Files.readAllBytes(file), new Place(Optional.ofNullable(folder), origin, limits), naming);
        } catch (IOException e) {
            throw new ModelException(origin + ": cannot be read: " + Text.reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(origin + ": does not fit into memory", e);
        }
    }

    /**
     * Opens the model and replays its golden rows.
     *
     * @param file the content of an ONNX file
     * @param origin where it comes from, to begin messages with; its last part names the model if the card does not
     * @throws ModelException if it is no ONNX model that the runtime takes, does not fit the card that it carries, or
     *     does not reproduce its golden rows
     */
    public static Model open(byte[] file, String origin) {
        return open(file, new Place(Optional.empty(), origin, GuardLimits.defaults()), said -> said);
    }

    /**
     * Opens the content of a file as if it stood in a folder, where the rest of the model's data may be.
     *
     * @throws ModelException as {@link #open(byte[], String)} does
     */
    public static Model open(byte[] file, Path folder, String origin) {
        return open(file, new Place(Optional.of(folder), origin, GuardLimits.defaults()), said -> said);
    }

    /** Where a file stands, how messages call it, and what is refused. */
    private record Place(Optional<Path> folder, String origin, GuardLimits limits) {}

    private static Model open(byte[] file, Place place, UnaryOperator<ModelId> naming) {
        String origin = place.origin();
        try {
            return read(file, place, naming);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException e) {
            // A file from elsewhere may hold anything; whatever it does to us, it is a model that cannot be opened.
            throw new ModelException(origin + ": cannot be opened: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new ModelException(origin + ": cannot be opened: its graph is too deep", e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(origin + ": does not fit into memory", e);
        }
    }

    private static Model read(byte[] file, Place place, UnaryOperator<ModelId> naming) {
        String origin = place.origin();
        OnnxFile onnx = Guard.read(file, place.folder(), place.limits(), origin);
        ModelCard card = onnx.metadata(ModelCard.KEY)
                .map(json -> ModelCard.read(json.getBytes(StandardCharsets.UTF_8), origin + ", entry " + ModelCard.KEY))
                .orElseGet(ModelCard::empty);
        ModelId id = naming.apply(said(card, origin));
        Session session = Session.open(onnx.runnable(), onnx.hasLoops(), onnx.foreignDomains(), origin);
        try {
            TableBinding binding = TableBinding.of(onnx, session, card, origin);
            Signature signature = Signature.of(session, binding.obstacle().isEmpty(), output -> binding.labels(output)
                    .or(() -> onnx.zipped(output))
                    .orElse(List.of()));
            Model model = new Model(card, id, Sha256.hex(file), session, binding, signature, onnx);
            if (model.isTabular()) {
                card.golden().ifPresent(golden -> GoldenRows.verify(model, golden, origin));
            }
            return model;
        } catch (OrtException e) {
            session.close();
            throw new ModelException(origin + ": " + e.getMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            session.close();
            throw e;
        }
    }

    /** The name and version that a file gives itself. */
    private static ModelId said(ModelCard card, String origin) {
        return new ModelId(
                card.name().orElseGet(() -> stem(origin)), card.version().orElse(ModelId.UNVERSIONED));
    }

    public ModelCard card() {
        return card;
    }

    public String name() {
        return id.name();
    }

    /** "1" unless the card, or who opened it, says otherwise. */
    public String version() {
        return id.version();
    }

    /** Of the whole file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Whether rows of a table can be asked of it; if not, {@link #obstacle} says why. */
    public boolean isTabular() {
        return binding.obstacle().isEmpty();
    }

    /**
     * The features that a table for {@link #predict} has, in order, with what the graph's inputs can hold.
     *
     * @throws NotTabularException if the model is not tabular
     */
    public Schema schema() {
        return binding.schema();
    }

    /**
     * What was recognised in the graph, input by input and output by output, and by which rule: one sentence each,
     * beginning with what it is about.
     */
    public List<String> recognition() {
        return binding.sentences();
    }

    /** Why no table can be asked of it; empty if {@link #isTabular}. */
    public String obstacle() {
        return binding.obstacle();
    }

    /** A card to start from: what the model's own says, and beyond that what its graph shows. */
    public ModelCard draftCard() {
        return binding.draft(card);
    }

    /** What made the file, as it says itself; empty if it does not. */
    public String producer() {
        return producer;
    }

    /** Whether a part of the model's data stands in other files, in the same folder. */
    public boolean hasExternalData() {
        return !dataFiles.isEmpty();
    }

    /** The other files in which a part of the model's data stands, in the order of their names. */
    public List<Path> dataFiles() {
        return dataFiles;
    }

    /** How many golden rows the model reproduced when it was opened; 0 if it carries none, and so was not verified. */
    public int verifiedRows() {
        return isTabular() ? card.golden().map(golden -> golden.rows().size()).orElse(0) : 0;
    }

    /**
     * Answers every row of a table that was built with {@link #schema}.
     *
     * @throws InvalidInputException if the graph fails on some rows, naming them by their order from 1
     * @throws NotTabularException if the model is not tabular
     * @throws IllegalStateException if the model is closed or fails
     */
    public Prediction predict(Table table) {
        TableBinding.Bound bound = binding.bound();
        return PredictionReader.read(bound.mapping(), bound.run().run(table, bound.outputs()), table.rows());
    }

    /** The tensors that {@link #run} takes and gives. */
    public Signature signature() {
        return signature;
    }

    /**
     * Answers tensors with tensors, whatever they mean.
     *
     * @param inputs one for each of the signature's, of its type and of a shape that fits
     * @param outputs names of the signature's
     * @return the outputs that were asked for, in that order
     * @throws InvalidTensorException if the graph fails on them
     * @throws IllegalStateException if the model is closed
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> outputs) {
        return TensorRun.run(session, inputs, outputs);
    }

    /** Waits for predictions that are under way, then frees what is native. */
    @Override
    public void close() {
        session.close();
    }

    private static String found(Path file) {
        if (Files.isDirectory(file)) {
            return "a folder";
        }
        return Files.exists(file) ? "something else" : "nothing there";
    }

    private static String stem(String origin) {
        String file = origin.substring(origin.replace('\\', '/').lastIndexOf('/') + 1);
        return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
    }
}
