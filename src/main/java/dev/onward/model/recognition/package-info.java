/**
 * Recognition of a graph: which features its inputs take, and what its outputs mean. Depends on {@code onnx} for the
 * graph and on {@code model.card} for what the card says; runs nothing.
 */
@NullMarked
package dev.onward.model.recognition;

import org.jspecify.annotations.NullMarked;
