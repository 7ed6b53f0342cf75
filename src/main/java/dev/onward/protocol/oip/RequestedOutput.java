package dev.onward.protocol.oip;

/**
 * An output requested by the client ({@code $request_output} in the specification).
 *
 * @param binary true to send it as bytes after the JSON, false to send it in the JSON
 * @param classes the number of highest values to send for each row, according to Triton's classification extension; 0
 *     to send the tensor itself
 */
record RequestedOutput(String name, boolean binary, int classes) {}
