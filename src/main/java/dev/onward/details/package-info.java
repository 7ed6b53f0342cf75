/**
 * The details that accompany a prediction: warnings about the row, uncertainty, and an explanation. All formats
 * write the same details. Depends on {@code explain}, {@code model}, {@code model.card} and {@code table}.
 */
@NullMarked
package dev.onward.details;

import org.jspecify.annotations.NullMarked;
