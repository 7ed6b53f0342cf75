/**
 * The Open Inference Protocol, version 2, over REST: requests are read straight into tensors and answers written straight from
 * them, as JSON and in the binary form of Triton's extension. Depends on {@code model}, the tensors of {@code runtime} and
 * on how {@code format} reads JSON; knows nothing of HTTP.
 */
@NullMarked
package dev.onward.protocol.oip;

import org.jspecify.annotations.NullMarked;
