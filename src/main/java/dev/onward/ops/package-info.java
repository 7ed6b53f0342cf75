/**
 * Routes for operators and tools: health, readiness, the version, metrics, the OpenAPI document and its page. A slice:
 * depends on {@code http}, {@code serving}, {@code openapi}, {@code metrics} and the packages below them, but not on
 * other slices.
 */
@NullMarked
package dev.onward.ops;

import org.jspecify.annotations.NullMarked;
