package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ONNX file, read without the runtime. Three changes simplify what follows, without changing any number: external
 * data is loaded, inputs that ML.NET left in the graph although no prediction depends on them are removed, and so is a
 * ZipMap at an output. A ZipMap converts a tensor of probabilities into a map per row;
 * without it the graph returns the tensor, and {@link #zipMapLabels} gives the class names.
 */
public final class OnnxFile {

    /**
     * The number of rows in shape inference and probe runs. Hardly any model has as many classes or columns, so the
     * dimensions cannot be confused.
     */
    public static final int PROBE_ROWS = 7;

    /** The maximum number of elements of an input with a fixed number of rows, which must be filled for every run. */
    public static final long MAX_INPUT_CELLS = 10_000_000;

    /** The remedy for files that may be damaged. */
    private static final String COPY = "; copy the file again, or export the model to ONNX";

    private static final String ZIP_MAP = "ZipMap";
    private static final String TEXTS = "classlabels_strings";
    private static final String NUMBERS = "classlabels_int64s";

    private static final Pattern VERSION_NUMBER = Pattern.compile("\\d+(\\.\\d+)+");

    /** Operators that loop even without a subgraph in the file, because the runtime defines some of them itself. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap");

    private final ModelProto model;
    private final List<Path> dataFiles;
    private final byte[] runnable;
    private final Graph graph;
    private final Map<String, ZipMapLabels> zipMaps;
    private final List<String> unusedInputs;

    /**
     * The class names of a removed ZipMap.
     *
     * @param areIntegers whether they are integers
     */
    private record ZipMapLabels(List<String> names, boolean areIntegers) {}

    private OnnxFile(
            ModelProto model,
            List<Path> dataFiles,
            byte[] runnable,
            Map<String, ZipMapLabels> zipMaps,
            List<String> unusedInputs) {
        this.model = model;
        this.dataFiles = dataFiles;
        this.runnable = runnable;
        this.graph = new Graph(model.getGraph());
        this.zipMaps = zipMaps;
        this.unusedInputs = unusedInputs;
    }

    /**
     * Parses the content of a file.
     *
     * @param origin the origin of the file, with which messages begin
     * @throws ModelException if it is not an ONNX model
     */
    public static ModelProto parse(byte[] file, String origin) {
        try {
            ModelProto model = ModelProto.parseFrom(file);
            if (!model.hasGraph()) {
                throw new ModelException(origin + ": not an ONNX model" + otherFormat(file, withoutGraph(file)));
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(
                    origin + ": not an ONNX model"
                            + otherFormat(file, ", or the file is incomplete" + reason(e) + COPY),
                    e);
        }
    }

    /** Names the format of a file, if it is known. */
    private static String otherFormat(byte[] file, String otherwise) {
        return OtherFormat.of(file).map(format -> ", but " + format).orElse(otherwise);
    }

    private static String withoutGraph(byte[] file) {
        return file.length == 0 ? ": the file is empty" + COPY : ": it has no graph; export the model to ONNX again";
    }

    /** Explains an error of protobuf, whose own messages are about its wire format. */
    private static String reason(InvalidProtocolBufferException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("ended unexpectedly")) {
            return ": the file ends in the middle of a field";
        }
        // Protobuf's parser recurses into at most 100 messages.
        return message.contains("nesting") ? ": its graphs are nested too deeply" : ": its content is invalid";
    }

    /**
     * Completes a parsed file with its external data and the lengths of lists that are a single row, and removes
     * ZipMaps and trailing empty inputs. Does not check that the graph is safe to run; {@code onnx.guard} does.
     *
     * @param file the content that was parsed; its length has been added to the size already
     * @param folder the folder of external data; empty if the model is not in a file system
     * @param size to which the sizes of the external data are added
     * @param origin the origin of the file, with which messages begin
     * @throws ModelException if external data is missing
     */
    public static OnnxFile of(ModelProto model, byte[] file, Optional<Path> folder, SizeLimit size, String origin) {
        ModelProto whole = ExternalData.inline(model, folder, size, origin);
        Map<String, ZipMapLabels> zipMaps = new LinkedHashMap<>();
        ModelProto named = withoutZipMaps(whole, zipMaps);
        Optional<ModelProto> trimmed = TrailingInputs.trim(named);
        Optional<ModelProto> declared = SingleRowLists.declare(trimmed.orElse(named));
        ModelProto complete = declared.or(() -> trimmed).orElse(named);
        List<String> unused = MlNetColumns.unused(complete);
        ModelProto plain = unused.isEmpty() ? complete : MlNetColumns.without(complete, unused);
        List<Path> dataFiles = ExternalData.files(model, folder);
        boolean isUnchanged =
                zipMaps.isEmpty() && dataFiles.isEmpty() && trimmed.isEmpty() && declared.isEmpty() && unused.isEmpty();
        return new OnnxFile(plain, dataFiles, isUnchanged ? file : plain.toByteArray(), zipMaps, unused);
    }

    /** The parsed form of {@link #runnable}. */
    public ModelProto model() {
        return model;
    }

    /** The ONNX file for the runtime, with all data. Not to be modified. */
    public byte[] runnable() {
        return runnable;
    }

    /** The graph that the runtime runs. Not thread-safe, because it caches results. */
    public Graph graph() {
        return graph;
    }

    /** The class names of an output that was a ZipMap. */
    public Optional<List<String>> zipMapLabels(String output) {
        return Optional.ofNullable(zipMaps.get(output)).map(ZipMapLabels::names);
    }

    /** Checks whether an output was a ZipMap with integer class labels. */
    public boolean hasIntegerZipMapLabels(String output) {
        return Optional.ofNullable(zipMaps.get(output))
                .filter(ZipMapLabels::areIntegers)
                .isPresent();
    }

    /** The removed inputs: columns of the training data, such as the target, that no prediction depends on. */
    public List<String> unusedInputs() {
        return unusedInputs;
    }

    /** The names of the outputs that make the prediction; empty if the tool that wrote the file does not mark them. */
    public Set<String> predictionOutputs() {
        return MlNetColumns.predictions(model);
    }

    /** The names of the classes, in the order of the scores, that the graph itself only numbers. */
    public Optional<List<String>> scoreNames() {
        return MlNetColumns.scoreNames(model);
    }

    /** An entry of the file's metadata. */
    public Optional<String> metadata(String key) {
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .findFirst();
    }

    /** The files with external data, sorted by name. */
    public List<Path> dataFiles() {
        return dataFiles;
    }

    /** Checks whether the graph has loops, so that its size does not bound its run. */
    public boolean hasLoops() {
        return FlatGraph.of(model).getNodeList().stream()
                .anyMatch(node -> LOOPS.contains(node.getOpType())
                        || (!FlatGraph.bodies(node).isEmpty()
                                && !node.getOpType().equals("If")));
    }

    /**
     * The name and version of the tool that wrote the file, as declared in it, on one line; empty if not declared. Of a
     * version that is a longer text, as CatBoost's, only the number is kept.
     */
    public Optional<String> producer() {
        String version = model.getProducerVersion().strip();
        Matcher number = VERSION_NUMBER.matcher(version);
        String line = version.lines().count() <= 1 ? version : number.find() ? number.group() : "";
        return Optional.of((model.getProducerName().lines().findFirst().orElse("") + " " + line).strip())
                .filter(name -> !name.isEmpty())
                .map(Text::cut);
    }

    /** The operator domains that neither the standard, the runtime nor a function of the model defines. */
    public List<String> foreignDomains() {
        Set<String> own =
                model.getFunctionsList().stream().map(FunctionProto::getDomain).collect(Collectors.toSet());
        return model.getOpsetImportList().stream()
                .map(OperatorSetIdProto::getDomain)
                .filter(domain -> !own.contains(domain)
                        && !domain.isEmpty()
                        && !domain.equals("ai.onnx")
                        && !domain.startsWith("ai.onnx.")
                        && !domain.startsWith("com.microsoft")
                        && !domain.startsWith("pkg."))
                .distinct()
                .toList();
    }

    /** The inputs with a default value. They are not fed, so the graph runs with the default. */
    public List<String> optionalInputs() {
        List<String> constants = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .toList();
        return model.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(constants::contains)
                .toList();
    }

    private static ModelProto withoutZipMaps(ModelProto model, Map<String, ZipMapLabels> names) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder plain = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            OptionalInt output = output(graph, node);
            if (isZipMap(node) && output.isPresent()) {
                Graph.list(node, TEXTS, NUMBERS).ifPresent(labels -> {
                    names.put(
                            node.getOutput(0),
                            new ZipMapLabels(labels, Graph.list(node, TEXTS).isEmpty()));
                });
            }
            if (output.isPresent() && names.containsKey(node.getOutput(0))) {
                plain.setNode(i, identity(node)).setOutput(output.getAsInt(), floats(node.getOutput(0)));
            }
        }
        return names.isEmpty() ? model : model.toBuilder().setGraph(plain).build();
    }

    private static boolean isZipMap(NodeProto node) {
        return node.getOpType().equals(ZIP_MAP) && node.getDomain().equals("ai.onnx.ml") && node.getInputCount() > 0;
    }

    /** The position of the operator's first output among the outputs of the graph. */
    private static OptionalInt output(GraphProto graph, NodeProto node) {
        return IntStream.range(0, graph.getOutputCount())
                .filter(i -> node.getOutputCount() > 0
                        && graph.getOutput(i).getName().equals(node.getOutput(0)))
                .findFirst();
    }

    private static NodeProto identity(NodeProto node) {
        return NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(node.getName())
                .addInput(node.getInput(0))
                .addOutput(node.getOutput(0))
                .build();
    }

    private static ValueInfoProto floats(String name) {
        TypeProto.Tensor floats = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(floats))
                .build();
    }
}
