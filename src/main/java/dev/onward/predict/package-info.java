/**
 * Predictions for programs at {@code /predict}: JSON, query strings, form fields, CSV files as bodies and as uploads. A
 * slice: depends on {@code http}, {@code serving} and the packages below them, but not on other slices.
 */
@NullMarked
package dev.onward.predict;

import org.jspecify.annotations.NullMarked;
