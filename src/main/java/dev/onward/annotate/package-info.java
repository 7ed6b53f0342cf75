/**
 * Gives a model a card: writes names, titles, units, ranges, examples and golden rows into the metadata of an ONNX file,
 * from a card that a person wrote and from data, and leaves the graph as it is. Depends on {@code table}, {@code runtime},
 * {@code model}, {@code format} and the statistics and output of {@code train}.
 */
@NullMarked
package dev.onward.annotate;

import org.jspecify.annotations.NullMarked;
