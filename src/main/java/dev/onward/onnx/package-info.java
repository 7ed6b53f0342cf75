/**
 * An ONNX file and its graph: parses the file, loads external data, and finds operators by their tensors. Depends on
 * {@code runtime} and {@code table}. Does not check that a graph is safe to run.
 */
@NullMarked
package dev.onward.onnx;

import org.jspecify.annotations.NullMarked;
