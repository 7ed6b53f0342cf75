/**
 * Classes that all slices share: leasing a model for a request, with a compute permit for each of its runs, readiness,
 * the scoring of files, and the slice itself. Depends on {@code http}, {@code openapi}, {@code repository}, {@code
 * compute}, {@code csv}, {@code details}, {@code model}, {@code settings} and {@code runtime}.
 */
@NullMarked
package dev.onward.serving;

import org.jspecify.annotations.NullMarked;
