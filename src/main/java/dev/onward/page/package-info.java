/**
 * The pages for people: their routes, and the gallery of all models. The packages below have the form and the page about a
 * model. A slice: depends on {@code http}, {@code serving} and the packages below them, but not on other slices.
 */
@NullMarked
package dev.onward.page;

import org.jspecify.annotations.NullMarked;
