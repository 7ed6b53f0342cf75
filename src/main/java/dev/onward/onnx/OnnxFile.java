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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ONNX file as it is read before the runtime sees it. Two things are made easier for what follows, without a change
 * to any number: data that stands in other files is brought in, and a ZipMap at an output is undone. That operator turns
 * a tensor of probabilities into one small map for each row; without it the same numbers come as they were reckoned, in
 * one block, and the names of the classes are here.
 */
public final class OnnxFile {

    /**
     * How many rows a graph is measured with before it is run, and is first asked: a number that no model has of classes or
     * of anything else, so that shapes cannot be mixed up.
     */
    public static final int PROBE_ROWS = 7;

    /** Cells that an input may demand to be filled for every question, however few rows it has. */
    public static final long MAX_INPUT_CELLS = 10_000_000;

    private static final String ZIP_MAP = "ZipMap";
    private static final String TEXTS = "classlabels_strings";
    private static final String NUMBERS = "classlabels_int64s";

    /** Without a body in sight if it is the runtime that defines what they do. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap");

    private final ModelProto model;
    private final List<Path> dataFiles;
    private final byte[] runnable;
    private final Graph graph;
    private final Map<String, Zipped> zipped;

    /** What a ZipMap called the columns of its tensor. */
    private record Zipped(List<String> names, boolean whole) {}

    private OnnxFile(ModelProto model, List<Path> dataFiles, byte[] runnable, Map<String, Zipped> zipped) {
        this.model = model;
        this.dataFiles = dataFiles;
        this.runnable = runnable;
        this.graph = new Graph(model.getGraph());
        this.zipped = zipped;
    }

    /**
     * Parses the content of a file.
     *
     * @param origin where the file comes from, to begin messages with
     * @throws ModelException if it is not an ONNX model
     */
    public static ModelProto parse(byte[] file, String origin) {
        try {
            ModelProto model = ModelProto.parseFrom(file);
            if (!model.hasGraph()) {
                throw new ModelException(origin + ": is no ONNX model: it holds no graph");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(origin + ": is no ONNX model, or not all of one: " + e.getMessage(), e);
        }
    }

    /**
     * Completes a parsed file with its external data, and removes ZipMaps and empty trailing inputs. Does not check that the
     * runtime survives the graph; {@code onnx.guard} does.
     *
     * @param file the content that was parsed; its length has been added to the size already
     * @param folder where data outside the file would be; empty if the model has no place in a file system
     * @param size gets the sizes of the external data
     * @param origin where the file comes from, to begin messages with
     * @throws ModelException if external data is missing
     */
    public static OnnxFile of(ModelProto model, byte[] file, Optional<Path> folder, SizeLimit size, String origin) {
        ModelProto whole = ExternalData.inline(model, folder, size, origin);
        Map<String, Zipped> zipped = new LinkedHashMap<>();
        ModelProto named = withoutZipMaps(whole, zipped);
        Optional<ModelProto> trimmed = TrailingInputs.trim(named);
        ModelProto plain = trimmed.orElse(named);
        List<Path> dataFiles = ExternalData.files(model, folder);
        boolean asItWas = zipped.isEmpty() && dataFiles.isEmpty() && trimmed.isEmpty();
        return new OnnxFile(plain, dataFiles, asItWas ? file : plain.toByteArray(), zipped);
    }

    /** The parsed file that {@link #runnable} is the content of. */
    public ModelProto model() {
        return model;
    }

    /** What the runtime is to run, as an ONNX file with all data in it. Not to be changed. */
    public byte[] runnable() {
        return runnable;
    }

    /** As the runtime runs it. For one thread at a time, since it remembers what it was asked. */
    public Graph graph() {
        return graph;
    }

    /** The names of an output's columns, if it came as a ZipMap. */
    public Optional<List<String>> zipped(String output) {
        return Optional.ofNullable(zipped.get(output)).map(Zipped::names);
    }

    /** Whether an output came as a ZipMap whose names are whole numbers, and not text. */
    public boolean isZippedByNumbers(String output) {
        return Optional.ofNullable(zipped.get(output)).filter(Zipped::whole).isPresent();
    }

    /** An entry of the file's metadata. */
    public Optional<String> metadata(String key) {
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .findFirst();
    }

    /** The other files in which a part of its data stood, in the order of their names. */
    public List<Path> dataFiles() {
        return dataFiles;
    }

    /** Whether anything in it is run again and again, so that its size does not show when it ends. */
    public boolean hasLoops() {
        return FlatGraph.of(model).getNodeList().stream()
                .anyMatch(node -> LOOPS.contains(node.getOpType())
                        || (!FlatGraph.bodies(node).isEmpty()
                                && !node.getOpType().equals("If")));
    }

    /** What made the file, as it says itself; empty if it does not. */
    public String producer() {
        return (model.getProducerName() + " " + model.getProducerVersion()).strip();
    }

    /** Where operators come from that neither the standard, the runtime nor a function of the model defines. */
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

    /** The inputs that have a default; they are not given and run with it. */
    public List<String> optionalInputs() {
        List<String> constants = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .toList();
        return model.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(constants::contains)
                .toList();
    }

    private static ModelProto withoutZipMaps(ModelProto model, Map<String, Zipped> names) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder plain = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            OptionalInt output = output(graph, node);
            if (isZipMap(node) && output.isPresent()) {
                Graph.list(node, TEXTS, NUMBERS).ifPresent(labels -> {
                    names.put(
                            node.getOutput(0),
                            new Zipped(labels, Graph.list(node, TEXTS).isEmpty()));
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

    /** The position among the graph's outputs of what the operator makes first. */
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
