/**
 * Explanations of predictions: interventional Shapley values over the features of the table, exact where the graph
 * permits it and estimated elsewhere. Reads the graph of a {@code model} with {@code onnx}; the model remains the only
 * source of answers, and every exact explanation is checked against them. Knows nothing of HTTP, JSON or data files.
 */
@NullMarked
package dev.onward.explain;

import org.jspecify.annotations.NullMarked;
