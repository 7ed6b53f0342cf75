/**
 * A table in, a prediction out: opens a model, binds its graph to a table by what {@code model.recognition} found,
 * verifies its golden rows, runs it and closes what is native. Depends on everything below it; knows nothing of HTTP or
 * data files.
 */
@NullMarked
package dev.onward.model;

import org.jspecify.annotations.NullMarked;
