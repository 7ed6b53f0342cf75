/**
 * Checks of an ONNX file before the runtime sees it: refuses graphs with which the runtime would crash, never end or take all
 * memory. Depends on {@code onnx} for the graph, on {@code runtime} for shape inference, and on {@code table} for the wording
 * of messages.
 */
@NullMarked
package dev.onward.onnx.guard;

import org.jspecify.annotations.NullMarked;
