/**
 * The models that are served, by name and version: finds their files, opens, watches, swaps and closes them. Depends on
 * {@code table} and {@code model}, and on {@code runtime} and {@code onnx} for why one cannot be opened; knows nothing of
 * HTTP.
 */
@NullMarked
package dev.onward.repository;

import org.jspecify.annotations.NullMarked;
