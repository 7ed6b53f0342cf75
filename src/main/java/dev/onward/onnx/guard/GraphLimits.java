package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.FunctionName;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Bounds on how large and how deep a graph may be. To make a session takes the runtime a time that grows with the square
 * of some of these numbers and doubles with each step of others, and its recursion has no bound but the stack. The limits
 * are many times what exporters of tabular models need, and keep the time to a few seconds.
 */
final class GraphLimits {

    /** Seen: 20,000 additions took 19 s, and 4,000 selections of a column 14 s. */
    private static final int NODES = 5_000;

    /** Seen: 20,000 took 5 s, 200,000 did not end. */
    private static final int CONSTANTS = 10_000;

    /** Seen: 20,000 took 23 s. */
    private static final int INPUTS = 5_000;

    /** Seen: 5,000 took 5 s, 20,000 did not end. */
    private static final int OUTPUTS = 2_000;

    /** Each step doubles the time: 16 took 6 s, 18 did not end. */
    private static final int DEPTH = 4;

    /** Seen: 100 crashed the process in a thread with a stack of 256 kB, 500 in any. */
    private static final int CALLS = 32;

    private final String origin;
    private final Map<FunctionName, FunctionProto> functions;
    private final Map<FunctionName, Extent> extents = new HashMap<>();
    private final Set<FunctionName> open = new HashSet<>();
    private long constants;

    private GraphLimits(ModelProto model, String origin) {
        this.origin = origin;
        this.functions = FunctionName.all(model);
    }

    /** How many operators there are, functions counted wherever they are called, and how deep calls go. */
    private record Extent(long nodes, int calls) {

        Extent and(Extent other) {
            // Counts that double with each function would soon overflow.
            return new Extent(Math.min(nodes + other.nodes, Integer.MAX_VALUE), Math.max(calls, other.calls));
        }
    }

    /** @throws ModelException if the graph is beyond any limit, or one of its functions calls itself */
    static void check(ModelProto model, String origin) {
        GraphLimits limits = new GraphLimits(model, origin);
        limits.check("inputs", INPUTS, model.getGraph().getInputCount());
        limits.check("outputs", OUTPUTS, model.getGraph().getOutputCount());
        for (FunctionName name : limits.functions.keySet()) {
            limits.check("functions inside each other", CALLS, limits.extent(name).calls);
        }
        limits.check("operators", NODES, limits.extent(model.getGraph(), 0).nodes);
        limits.check("constants", CONSTANTS, limits.constants);
    }

    private void check(String what, int most, long found) {
        if (found > most) {
            throw new ModelException(
                    String.format(Locale.ROOT, "%s: expected at most %,d %s, found %,d", origin, most, what, found));
        }
    }

    private Extent extent(GraphProto graph, int depth) {
        if (depth > DEPTH) {
            throw new ModelException(
                    origin + ": expected graphs at most " + DEPTH + " deep inside each other, found more");
        }
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
        Extent known = extents.get(name);
        FunctionProto function = functions.get(name);
        if (known != null || function == null) {
            return known != null ? known : new Extent(1, 0);
        }
        if (!open.add(name)) {
            throw new ModelException(origin + ": its function " + Text.quote(name.operator()) + " calls itself");
        }
        // Each level of calls is a level of this recursion: it is told before the stack of a small thread is at its
        // end.
        check("functions inside each other", CALLS, open.size());
        Extent inside = extent(function.getNodeList(), 0);
        Extent extent = new Extent(inside.nodes, inside.calls + 1);
        open.remove(name);
        extents.put(name, extent);
        return extent;
    }
}
