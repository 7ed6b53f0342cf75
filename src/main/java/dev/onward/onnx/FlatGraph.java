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
 * A graph with everything in one list: functions where they are called, both branches of an If one after the other, and
 * the bodies of loops as they run first. It is never run, only looked at and measured, so that what is known of an
 * operator is known of it wherever it stands.
 */
public final class FlatGraph {

    private final Map<FunctionName, FunctionProto> functions;
    private final GraphProto.Builder flat;
    private int scopes;

    private FlatGraph(ModelProto model) {
        this.functions = FunctionName.all(model);
        this.flat = model.getGraph().toBuilder().clearNode().clearValueInfo();
    }

    /** @param model with functions and bodies that are not nested too deep, which {@code onnx.guard} checks */
    public static GraphProto of(ModelProto model) {
        FlatGraph graph = new FlatGraph(model);
        graph.add(model.getGraph().getNodeList(), new Scope(Map.of(), Optional.empty(), Map.of()));
        return graph.flat.build();
    }

    /** The graphs inside an operator. */
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

    /** How many cells a tensor of these dimensions has; {@link Long#MAX_VALUE} if that is beyond all counting. */
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
     * What names mean in a body.
     *
     * @param around what a name means that is not one of the body's own; empty in a function, which sees nothing around
     */
    private record Scope(Map<String, String> own, Optional<Scope> around, Map<String, AttributeProto> attributes) {

        String name(String name) {
            String meant = own.get(name);
            return meant != null ? meant : around.map(scope -> scope.name(name)).orElse(name);
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
            bodies(node).forEach(body -> open(renamed, body, scope));
            flat.addNode(renamed);
        }
    }

    private static NodeProto renamed(NodeProto node, Scope scope) {
        NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput().clearAttribute();
        node.getInputList().forEach(input -> renamed.addInput(scope.name(input)));
        node.getOutputList().forEach(output -> renamed.addOutput(scope.name(output)));
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto given =
                    attribute.getRefAttrName().isEmpty() ? attribute : scope.attributes.get(attribute.getRefAttrName());
            if (given != null) {
                renamed.addAttribute(renamed(given, scope).setName(attribute.getName()));
            }
        }
        return renamed.build();
    }

    private static AttributeProto.Builder renamed(AttributeProto attribute, Scope scope) {
        AttributeProto.Builder renamed = attribute.toBuilder().clearGraphs();
        attribute.getGraphsList().forEach(body -> renamed.addGraphs(renamed(body, scope)));
        return attribute.hasG() ? renamed.setG(renamed(attribute.getG(), scope)) : renamed;
    }

    /** A body that stays in its operator keeps its own names; those of what is around it may have changed. */
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
        give(own, function.getInputList(), call.getInputList());
        give(own, function.getOutputList(), call.getOutputList());
        Map<String, AttributeProto> attributes = new HashMap<>();
        function.getAttributeProtoList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        call.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        add(function.getNodeList(), new Scope(own, Optional.empty(), attributes));
    }

    /** Names that nothing else in the flat graph has. */
    private void own(Map<String, String> own, List<NodeProto> nodes) {
        String prefix = prefix();
        own.put("", "");
        nodes.forEach(node -> node.getOutputList().forEach(output -> own.putIfAbsent(output, prefix + output)));
    }

    /** What is left out when a function is called is the empty name inside too. */
    private static void give(Map<String, String> own, List<String> formal, List<String> actual) {
        for (int i = 0; i < formal.size(); i++) {
            if (i < actual.size() && !actual.get(i).isEmpty()) {
                own.put(formal.get(i), actual.get(i));
            } else {
                own.putIfAbsent(formal.get(i), "");
            }
        }
    }

    /** Puts what is inside an If, Loop or Scan beside it too, as it runs first. */
    private void open(NodeProto node, GraphProto body, Scope scope) {
        Map<String, String> own = new HashMap<>();
        own(own, body.getNodeList());
        String prefix = prefix();
        for (TensorProto tensor : body.getInitializerList()) {
            own.put(tensor.getName(), prefix + tensor.getName());
            flat.addInitializer(tensor.toBuilder().setName(prefix + tensor.getName()));
        }
        give(own, body.getInputList().stream().map(ValueInfoProto::getName).toList(), given(node, body));
        add(body.getNodeList(), new Scope(own, Optional.of(scope), scope.attributes));
    }

    /** The names of what the body's inputs are when it runs first. */
    private List<String> given(NodeProto node, GraphProto body) {
        List<String> inputs = new ArrayList<>(node.getInputList());
        int whole = node.getOpType().equals("Scan")
                ? inputs.size() - (int) Graph.number(node, "num_scan_inputs", 0)
                : inputs.size();
        for (int i = Math.max(0, whole); i < inputs.size(); i++) {
            inputs.set(i, first(inputs.get(i)));
        }
        if (node.getOpType().equals("Loop") && inputs.size() >= 2) {
            inputs.set(0, constant(TensorProto.DataType.INT64, "round"));
            inputs.set(1, constant(TensorProto.DataType.BOOL, "go on"));
        }
        return inputs.subList(0, Math.min(inputs.size(), body.getInputCount()));
    }

    /** A row of what a Scan goes through; along which dimension matters little to how large it is. */
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
