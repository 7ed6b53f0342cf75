/**
 * The model card and its parts: reads and writes its JSON, and explains its errors. Depends on {@code table} and
 * {@code runtime}; knows nothing of ONNX graphs.
 */
@NullMarked
package dev.onward.model.card;

import org.jspecify.annotations.NullMarked;
