/**
 * ONNX Runtime, wrapped: loads the native library, opens sessions and keeps them open while they run, terminates runs
 * that exceed their limits, and converts tensors. No other package opens a session. Depends on {@code table} for the
 * wording of messages; knows neither the model's file nor the meaning of its graph.
 */
@NullMarked
package dev.onward.runtime;

import org.jspecify.annotations.NullMarked;
