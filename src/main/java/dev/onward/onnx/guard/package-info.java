/**
 * Checks of an ONNX file before the runtime opens it: refuses graphs that would crash the runtime, never finish or
 * exhaust the memory. Depends on {@code onnx} for the graph, on {@code runtime} for shape inference, and on {@code
 * table} for the wording of messages.
 */
@NullMarked
package dev.onward.onnx.guard;

import org.jspecify.annotations.NullMarked;
