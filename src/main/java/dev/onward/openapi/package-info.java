/**
 * The OpenAPI 3.1 document. It is built from the table of routes, the parts of the slices and the models that are
 * served; its examples are requests with the models' actual responses. Depends on {@code http}, {@code json}, {@code
 * repository}, {@code model}, {@code runtime} and {@code table}. Slices depend on it, but it does not depend on them.
 */
@NullMarked
package dev.onward.openapi;

import org.jspecify.annotations.NullMarked;
