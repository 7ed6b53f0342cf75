package dev.onward.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The models of other tools, damaged on purpose and the same way every time: a number decides on the model and on what
 * becomes of it. Every other one stays well-formed, and only what it says is wrong.
 */
final class DamagedModels {

    private static final List<Long> NUMBERS =
            List.of(0L, 1L, -1L, 2L, 7L, -7L, 1000L, 1L << 31, -(1L << 31), Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Float> FLOATS =
            List.of(0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE, Float.MIN_VALUE);
    private static final List<String> OPERATORS = List.of(
            "Identity",
            "Cast",
            "Reshape",
            "Concat",
            "Gather",
            "Div",
            "Mod",
            "Expand",
            "Tile",
            "ReduceSum",
            "Normalizer",
            "ArgMax",
            "TopK",
            "Softmax",
            "MatMul",
            "Gemm",
            "Transpose",
            "Unsqueeze",
            "Squeeze",
            "Slice",
            "ScatterND",
            "OneHot");

    private final List<Path> files;

    DamagedModels(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
    }

    /**
     * Opens the models of the numbers from the first argument to before the second, and writes a line for each: its
     * number, what became of it and how many milliseconds that took, or what was thrown that must not be.
     */
    public static void main(String[] arguments) throws IOException {
        DamagedModels models = new DamagedModels(Path.of(arguments[0]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (long number = Long.parseLong(arguments[1]); number < Long.parseLong(arguments[2]); number++) {
            long start = System.nanoTime();
            String outcome = models.open(number);
            out.println(number + "\t" + outcome + "\t" + (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** Opens the model of that number: "opened", "no table" or "refused", or else what must not be. */
    String open(long number) {
        try (Model model = Model.open(model(number), "damaged.onnx")) {
            return model.isTabular() ? "opened" : "no table";
        } catch (ModelException e) {
            String message = String.valueOf(e.getMessage());
            return message.lines().count() == 1
                    ? "refused"
                    : "refused in several lines: " + message.replace("\n", "\\n");
        } catch (RuntimeException | Error e) {
            return e + " at " + Arrays.stream(e.getStackTrace()).findFirst();
        }
    }

    byte[] model(long number) {
        Random random = new Random(number);
        try {
            byte[] file = Files.readAllBytes(files.get(random.nextInt(files.size())));
            return number % 2 == 0 ? damaged(file, random) : misled(file, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] damaged(byte[] file, Random random) {
        int at = random.nextInt(file.length);
        int length = Math.min(file.length - at, 1 + random.nextInt(50));
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(file, at);
            }
            case 1 -> {
                byte[] rest = Arrays.copyOf(file, file.length - length);
                System.arraycopy(file, at + length, rest, at, file.length - at - length);
                return rest;
            }
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
            }
            default -> file[at] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
    }

    private static byte[] misled(byte[] file, Random random) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(10)) {
                case 0 -> constant(graph, random);
                case 1 -> value(graph, random);
                case 2 -> nodes(graph, random);
                case 3 -> {
                    int opset = random.nextInt(model.getOpsetImportCount());
                    model.getOpsetImportBuilder(opset).setVersion(random.nextInt(30));
                }
                default -> node(graph.getNodeBuilder(random.nextInt(graph.getNodeCount())), random);
            }
        }
        return model.build().toByteArray();
    }

    private static void constant(GraphProto.Builder graph, Random random) {
        if (graph.getInitializerCount() == 0) {
            return;
        }
        TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        ByteString raw = tensor.getRawData();
        switch (random.nextInt(5)) {
            case 0 -> tensor.addDims(pick(NUMBERS, random));
            case 1 -> tensor.clearDims();
            case 2 -> tensor.setDataType(random.nextInt(24));
            case 3 -> tensor.setRawData(raw.substring(0, raw.isEmpty() ? 0 : random.nextInt(raw.size())));
            default -> {
                if (tensor.getDimsCount() > 0) {
                    tensor.setDims(random.nextInt(tensor.getDimsCount()), pick(NUMBERS, random));
                }
            }
        }
    }

    private static void value(GraphProto.Builder graph, Random random) {
        ValueInfoProto.Builder value = random.nextBoolean()
                ? graph.getInputBuilder(random.nextInt(graph.getInputCount()))
                : graph.getOutputBuilder(random.nextInt(graph.getOutputCount()));
        var tensor = value.getTypeBuilder().getTensorTypeBuilder();
        int dimensions = tensor.getShape().getDimCount();
        switch (random.nextInt(4)) {
            case 0 -> tensor.setElemType(random.nextInt(24));
            case 1 -> tensor.clearShape();
            case 2 -> value.setName("other");
            default -> {
                if (dimensions > 0) {
                    tensor.getShapeBuilder()
                            .getDimBuilder(random.nextInt(dimensions))
                            .setDimValue(pick(NUMBERS, random));
                }
            }
        }
    }

    private static void nodes(GraphProto.Builder graph, Random random) {
        int at = random.nextInt(graph.getNodeCount());
        NodeProto other = graph.getNode(random.nextInt(graph.getNodeCount()));
        switch (random.nextInt(3)) {
            case 0 -> graph.removeNode(at);
            case 1 -> graph.addNode(other.toBuilder().clearOutput().addOutput("again"));
            default -> graph.setNode(at, other);
        }
        if (graph.getNodeCount() == 0) {
            graph.addNode(other);
        }
    }

    private static void node(NodeProto.Builder node, Random random) {
        int inputs = node.getInputCount();
        switch (random.nextInt(7)) {
            case 0 -> node.setOpType(pick(OPERATORS, random)).setDomain("");
            case 1 -> node.setInput(inputs == 0 ? node.addInput("").getInputCount() - 1 : random.nextInt(inputs), "");
            case 2 -> node.addInput(inputs == 0 ? "x" : node.getInput(random.nextInt(inputs)));
            default -> {
                if (node.getAttributeCount() > 0) {
                    attribute(node.getAttributeBuilder(random.nextInt(node.getAttributeCount())), random);
                }
            }
        }
    }

    /** One number, one element of a list, or the end of one, at least four times out of five. */
    private static void attribute(AttributeProto.Builder attribute, Random random) {
        if (random.nextInt(10) == 0) {
            attribute.setName("other");
        } else if (random.nextInt(10) == 0) {
            attribute.setType(AttributeProto.AttributeType.INTS);
        } else if (attribute.getIntsCount() > 0) {
            int at = random.nextInt(attribute.getIntsCount());
            List<Long> shorter = List.copyOf(attribute.getIntsList().subList(0, at));
            switch (random.nextInt(4)) {
                case 0 -> attribute.clearInts().addAllInts(shorter);
                case 1 -> attribute.addInts(pick(NUMBERS, random));
                default -> attribute.setInts(at, pick(NUMBERS, random));
            }
        } else if (attribute.getFloatsCount() > 0) {
            int at = random.nextInt(attribute.getFloatsCount());
            List<Float> shorter = List.copyOf(attribute.getFloatsList().subList(0, at));
            if (random.nextInt(4) == 0) {
                attribute.clearFloats().addAllFloats(shorter);
            } else {
                attribute.setFloats(at, pick(FLOATS, random));
            }
        } else if (attribute.getStringsCount() > 0) {
            attribute.setStrings(random.nextInt(attribute.getStringsCount()), ByteString.copyFromUtf8("BRANCH_EQ"));
        } else {
            attribute.setI(pick(NUMBERS, random)).setF(pick(FLOATS, random)).setS(ByteString.copyFromUtf8("MAX"));
        }
    }

    private static <T> T pick(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
