/**
 * The OpenAPI 3.1 document. It is built from the table of routes, the parts of the slices and the models that are
 * served; its examples are requests that the models have answered. Depends on {@code http}, {@code json}, {@code
 * repository}, {@code model} and {@code table}. Slices depend on it, and it knows none of them.
 */
@NullMarked
package dev.onward.openapi;

import org.jspecify.annotations.NullMarked;
