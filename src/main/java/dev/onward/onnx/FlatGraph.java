package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flattens a graph into a single list of operators: function calls are inlined, both branches of an If follow each
 * other, and loop bodies appear as in their first iteration. The result is analysed and measured but never run, so that
 * the checks of an operator apply wherever it occurs.
 */
public final class FlatGraph {

    private final Map<FunctionName, FunctionProto> functions;
    private final GraphProto.Builder flat;
    private int scopes;

    private FlatGraph(ModelProto model) {
        this.functions = FunctionName.all(model);
        this.flat = model.getGraph().toBuilder().clearNode().clearValueInfo();
    }

    /** @param model whose functions and bodies are not nested too deeply, which {@code onnx.guard} checks */
    public static GraphProto of(ModelProto model) {
        FlatGraph graph = new FlatGraph(model);
        graph.add(model.getGraph().getNodeList(), new Scope(Map.of(), Optional.empty(), Map.of()));
        return graph.flat.build();
    }

    /** The subgraphs in an operator's attributes. */
    public static List<GraphProto> bodies(NodeProto node) {
        List<GraphProto> bodies = new ArrayList<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            bodies.addAll(attribute.getGraphsList());
            if (attribute.hasG()) {
                bodies.add(attribute.getG());
            }
        }
        return bodies;
    }

    /**
     * The number of elements of a tensor with these dimensions; {@link Long#MAX_VALUE} if it overflows or a dimension
     * is negative.
     */
    public static long cells(List<Long> dimensions) {
        long cells = 1;
        for (long size : dimensions) {
            if (size < 0) {
                return Long.MAX_VALUE;
            }
            long high = Math.multiplyHigh(cells, size);
            cells = high != 0 || cells * size < 0 ? Long.MAX_VALUE : cells * size;
        }
        return dimensions.contains(0L) ? 0 : cells;
    }

    /**
     * The names visible in a body.
     *
     * @param own the names in the flat graph of the names that the body defines
     * @param around the enclosing scope; empty in a function, which sees no outer names
     * @param attributes the arguments of the enclosing function call
     */
    private record Scope(Map<String, String> own, Optional<Scope> around, Map<String, AttributeProto> attributes) {

        String name(String name) {
            String renamed = own.get(name);
            return renamed != null
                    ? renamed
                    : around.map(scope -> scope.name(name)).orElse(name);
        }
    }

    private void add(List<NodeProto> nodes, Scope scope) {
        for (NodeProto node : nodes) {
            NodeProto renamed = renamed(node, scope);
            FunctionProto function = functions.get(FunctionName.of(node));
            if (function != null) {
                call(renamed, function);
                continue;
            }
            bodies(node).forEach(body -> inline(renamed, body, scope));
            flat.addNode(renamed);
        }
    }

    private static NodeProto renamed(NodeProto node, Scope scope) {
        NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput().clearAttribute();
        node.getInputList().forEach(input -> renamed.addInput(scope.name(input)));
        node.getOutputList().forEach(output -> renamed.addOutput(scope.name(output)));
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto argument =
                    attribute.getRefAttrName().isEmpty() ? attribute : scope.attributes.get(attribute.getRefAttrName());
            if (argument != null) {
                renamed.addAttribute(renamed(argument, scope).setName(attribute.getName()));
            }
        }
        return renamed.build();
    }

    private static AttributeProto.Builder renamed(AttributeProto attribute, Scope scope) {
        AttributeProto.Builder renamed = attribute.toBuilder().clearGraphs();
        attribute.getGraphsList().forEach(body -> renamed.addGraphs(renamed(body, scope)));
        return attribute.hasG() ? renamed.setG(renamed(attribute.getG(), scope)) : renamed;
    }

    /** Renames the outer names used in a body that stays in its operator; its own names are kept. */
    private static GraphProto renamed(GraphProto body, Scope scope) {
        Map<String, String> own = new HashMap<>();
        body.getInputList().forEach(input -> own.put(input.getName(), input.getName()));
        body.getInitializerList().forEach(tensor -> own.put(tensor.getName(), tensor.getName()));
        body.getNodeList().forEach(node -> node.getOutputList().forEach(output -> own.put(output, output)));
        Scope inside = new Scope(own, Optional.of(scope), scope.attributes);
        GraphProto.Builder renamed = body.toBuilder().clearNode();
        body.getNodeList().forEach(node -> renamed.addNode(renamed(node, inside)));
        body.getOutputList().stream()
                .filter(output -> !own.containsKey(output.getName()))
                .forEach(output -> own.put(output.getName(), scope.name(output.getName())));
        for (int i = 0; i < body.getOutputCount(); i++) {
            renamed.getOutputBuilder(i)
                    .setName(own.getOrDefault(body.getOutput(i).getName(), ""));
        }
        return renamed.build();
    }

    private void call(NodeProto call, FunctionProto function) {
        Map<String, String> own = new HashMap<>();
        own(own, function.getNodeList());
        bind(own, function.getInputList(), call.getInputList());
        bind(own, function.getOutputList(), call.getOutputList());
        Map<String, AttributeProto> attributes = new HashMap<>();
        function.getAttributeProtoList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        call.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        add(function.getNodeList(), new Scope(own, Optional.empty(), attributes));
    }

    /** Gives the outputs of the operators names that are unique in the flat graph. */
    private void own(Map<String, String> own, List<NodeProto> nodes) {
        String prefix = prefix();
        own.put("", "");
        nodes.forEach(node -> node.getOutputList().forEach(output -> own.putIfAbsent(output, prefix + output)));
    }

    /** Binds parameters to arguments; an omitted argument is the empty name in the function too. */
    private static void bind(Map<String, String> own, List<String> formal, List<String> actual) {
        for (int i = 0; i < formal.size(); i++) {
            if (i < actual.size() && !actual.get(i).isEmpty()) {
                own.put(formal.get(i), actual.get(i));
            } else {
                own.putIfAbsent(formal.get(i), "");
            }
        }
    }

    /** Adds the operators of the body of an If, Loop or Scan, as in its first iteration. */
    private void inline(NodeProto node, GraphProto body, Scope scope) {
        Map<String, String> own = new HashMap<>();
        own(own, body.getNodeList());
        String prefix = prefix();
        for (TensorProto tensor : body.getInitializerList()) {
            own.put(tensor.getName(), prefix + tensor.getName());
            flat.addInitializer(tensor.toBuilder().setName(prefix + tensor.getName()));
        }
        bind(own, body.getInputList().stream().map(ValueInfoProto::getName).toList(), arguments(node, body));
        add(body.getNodeList(), new Scope(own, Optional.of(scope), scope.attributes));
    }

    /** The names of the arguments of the body in its first iteration. */
    private List<String> arguments(NodeProto node, GraphProto body) {
        List<String> inputs = new ArrayList<>(node.getInputList());
        int whole = node.getOpType().equals("Scan")
                ? inputs.size() - (int) Graph.number(node, "num_scan_inputs", 0)
                : inputs.size();
        for (int i = Math.max(0, whole); i < inputs.size(); i++) {
            inputs.set(i, first(inputs.get(i)));
        }
        if (node.getOpType().equals("Loop") && inputs.size() >= 2) {
            inputs.set(0, constant(TensorProto.DataType.INT64, "iteration"));
            inputs.set(1, constant(TensorProto.DataType.BOOL, "condition"));
        }
        return inputs.subList(0, Math.min(inputs.size(), body.getInputCount()));
    }

    /** Adds the first slice of a Scan input. The axis is always 0, because the axis hardly changes the size. */
    private String first(String whole) {
        String name = prefix() + whole;
        flat.addNode(NodeProto.newBuilder()
                .setOpType("Gather")
                .addInput(whole)
                .addInput(constant(TensorProto.DataType.INT64, "first"))
                .addOutput(name));
        return name;
    }

    private String constant(TensorProto.DataType type, String what) {
        String name = prefix() + what;
        TensorProto.Builder zero = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        flat.addInitializer(type == TensorProto.DataType.BOOL ? zero.addInt32Data(1) : zero.addInt64Data(0));
        return name;
    }

    private String prefix() {
        return "scope " + scopes++ + " ";
    }
}
