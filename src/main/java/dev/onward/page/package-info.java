/**
 * The pages for people: the form of a model with its prediction, its card, and the gallery of all models. A slice:
 * depends on {@code http}, {@code serving} and the packages below them, but not on other slices.
 */
@NullMarked
package dev.onward.page;

import org.jspecify.annotations.NullMarked;
