/**
 * The Open Inference Protocol, version 2, over REST, below {@code /v2}, with Triton's extensions {@code
 * binary_tensor_data}, {@code classification}, {@code model_repository} (the index) and {@code statistics}. Requests
 * are parsed straight into tensors and responses are written straight from them. {@link
 * dev.onward.protocol.oip.InferRequest} and {@link dev.onward.protocol.oip.InferResponse} do not depend on HTTP; the
 * routes and handlers connect them to it. May depend on {@code http}, {@code serving}, {@code repository}, {@code
 * settings}, {@code model}, {@code runtime}, {@code json} and {@code table}.
 *
 * @see <a
 *     href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">the
 *     specification</a>
 * @see <a href="https://github.com/triton-inference-server/server/tree/main/docs/protocol">Triton's extensions</a>
 */
@NullMarked
package dev.onward.protocol.oip;

import org.jspecify.annotations.NullMarked;
