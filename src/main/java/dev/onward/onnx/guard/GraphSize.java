package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.FunctionName;
import dev.onward.onnx.guard.GuardLimits.Limit;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the parts of a graph and checks the counts against the limits. Calls count in full, because the runtime
 * inlines functions. The runtime recurses into subgraphs and calls without a limit other than the stack.
 */
final class GraphSize {

    private final GuardLimits limits;
    private final String origin;
    private final Map<FunctionName, FunctionProto> functions;
    private final Map<FunctionName, Extent> extents = new HashMap<>();
    private final Set<FunctionName> open = new HashSet<>();
    private long constants;

    private GraphSize(ModelProto model, GuardLimits limits, String origin) {
        this.limits = limits;
        this.origin = origin;
        this.functions = FunctionName.all(model);
    }

    /** The number of operators, with functions counted at each call, and the depth of calls. */
    private record Extent(long nodes, int calls) {

        Extent and(Extent other) {
            // Functions that each call the previous one twice would overflow the count.
            return new Extent(Math.min(nodes + other.nodes, Integer.MAX_VALUE), Math.max(calls, other.calls));
        }
    }

    /** @throws ModelException if the graph exceeds a limit, or a function calls itself */
    static void check(ModelProto model, GuardLimits limits, String origin) {
        GraphSize size = new GraphSize(model, limits, origin);
        limits.check(Limit.INPUTS, "inputs", model.getGraph().getInputCount(), origin);
        limits.check(Limit.OUTPUTS, "outputs", model.getGraph().getOutputCount(), origin);
        for (FunctionName name : size.functions.keySet()) {
            size.checkCalls(size.extent(name).calls);
        }
        limits.check(Limit.OPERATORS, "operators", size.extent(model.getGraph(), 0).nodes, origin);
        limits.check(Limit.CONSTANTS, "constants", size.constants, origin);
    }

    private void checkCalls(long calls) {
        limits.check(Limit.CALL_DEPTH, "nested functions", calls, origin);
    }

    private Extent extent(GraphProto graph, int depth) {
        limits.check(Limit.NESTING, "nested graphs", depth, origin);
        constants += graph.getInitializerCount() + graph.getSparseInitializerCount();
        return extent(graph.getNodeList(), depth);
    }

    private Extent extent(List<NodeProto> nodes, int depth) {
        Extent extent = new Extent(0, 0);
        for (NodeProto node : nodes) {
            FunctionName name = FunctionName.of(node);
            extent = extent.and(functions.containsKey(name) ? extent(name) : new Extent(1, 0));
            for (GraphProto body : FlatGraph.bodies(node)) {
                extent = extent.and(extent(body, depth + 1));
            }
        }
        return extent;
    }

    private Extent extent(FunctionName name) {
        Extent counted = extents.get(name);
        FunctionProto function = functions.get(name);
        if (counted != null || function == null) {
            return counted != null ? counted : new Extent(1, 0);
        }
        if (!open.add(name)) {
            throw new ModelException(origin + ": function " + Text.quote(name.operator()) + " calls itself; export"
                    + " the model without this function");
        }
        // This method recurses once per level of calls; the limit keeps it within the stack of a small thread.
        checkCalls(open.size());
        Extent inside = extent(function.getNodeList(), 0);
        Extent extent = new Extent(inside.nodes, inside.calls + 1);
        open.remove(name);
        extents.put(name, extent);
        return extent;
    }
}
