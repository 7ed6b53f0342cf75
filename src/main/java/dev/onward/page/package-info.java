/**
 * The pages for people: the form of a model with its answer, its card, and the gallery of all models. A slice: depends on
 * {@code http}, {@code serving} and what is below, and on no other slice.
 */
@NullMarked
package dev.onward.page;

import org.jspecify.annotations.NullMarked;
