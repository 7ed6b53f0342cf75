/**
 * JSON to tables and predictions to JSON, and the set-up of every JSON parser and generator. Short texts of rows are
 * kept whole; longer ones, and predictions, are streamed. Values are handed to a {@link dev.onward.table.TableBuilder}
 * as they were written, and only it decides if they fit. May depend on {@code table} and {@code model}; knows nothing of
 * HTTP.
 */
@NullMarked
package dev.onward.json;

import org.jspecify.annotations.NullMarked;
