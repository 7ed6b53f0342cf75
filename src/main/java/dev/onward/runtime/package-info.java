/**
 * ONNX Runtime, wrapped: loads the native library or says why it cannot, makes sessions and keeps them open while they run,
 * ends runs that would not end, and has the tensors that go in and come out. No other package makes a session. Depends on
 * {@code table} for the wording of messages; knows nothing of a model's file or of what its graph means.
 */
@NullMarked
package dev.onward.runtime;

import org.jspecify.annotations.NullMarked;
