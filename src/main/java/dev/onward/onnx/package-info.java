/**
 * An ONNX file and its graph, before they are run: reads the file with its data from others, refuses what the runtime would
 * not survive, and finds operators by their tensors. Depends on {@code runtime}, which reckons shapes, and on {@code table} for
 * the wording of messages; knows nothing of rows, classes or cards.
 */
@NullMarked
package dev.onward.onnx;

import org.jspecify.annotations.NullMarked;
