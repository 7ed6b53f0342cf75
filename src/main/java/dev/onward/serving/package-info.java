/**
 * What the slices share: a model leased for a request, and the unit in which a slice hands its routes to the
 * application. Depends on {@code http}, {@code openapi}, {@code repository} and {@code model}.
 */
@NullMarked
package dev.onward.serving;

import org.jspecify.annotations.NullMarked;
