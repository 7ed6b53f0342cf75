/**
 * Classes that all slices share: leasing a model for a request, readiness, and the slice itself. Depends on {@code
 * http}, {@code openapi}, {@code repository} and {@code model}.
 */
@NullMarked
package dev.onward.serving;

import org.jspecify.annotations.NullMarked;
