/**
 * Predictions in process: open a model with {@link dev.onward.Onward}, ask it for rows, and read each {@link
 * dev.onward.Answer}. A row is a map, or a record of the caller's own through an {@link dev.onward.Asker}. Nothing is
 * thrown but {@link dev.onward.OnwardException}, which lists all problems.
 *
 * <p>With {@link dev.onward.explanation}, this package is the API of onward-core. All other packages are internal, and may
 * change in any version.
 */
@NullMarked
package dev.onward;

import org.jspecify.annotations.NullMarked;
