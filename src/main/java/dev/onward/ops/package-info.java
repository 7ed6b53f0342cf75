/**
 * What operators and tools use: health, readiness, the version, metrics, the OpenAPI document and its page. A slice:
 * depends on {@code http}, {@code serving}, {@code openapi}, {@code metrics} and what is below, and on no other slice.
 */
@NullMarked
package dev.onward.ops;

import org.jspecify.annotations.NullMarked;
