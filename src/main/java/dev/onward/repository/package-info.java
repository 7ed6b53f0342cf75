/**
 * The models that are being served, by name and version: their files are found, polled for changes, opened, replaced
 * and closed here. May depend on {@code table}, {@code model}, and for exceptions on {@code runtime} and {@code onnx};
 * does not depend on HTTP.
 */
@NullMarked
package dev.onward.repository;

import org.jspecify.annotations.NullMarked;
