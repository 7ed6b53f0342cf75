/**
 * The model card and its parts: reads and writes its JSON, explains what is wrong with it, and drafts one from a
 * graph's features. Depends on {@code table} and {@code runtime}; knows nothing of ONNX graphs.
 */
@NullMarked
package dev.onward.model.card;

import org.jspecify.annotations.NullMarked;
