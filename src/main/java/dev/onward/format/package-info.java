/**
 * Text in and out of tables: JSON by streaming, CSV row by row, form fields. A format tells a
 * {@link dev.onward.table.TableBuilder} what it found and never reads a cell itself. Depends on {@code table} and, for
 * writing answers, on {@code model}; knows nothing of HTTP.
 */
@NullMarked
package dev.onward.format;

import org.jspecify.annotations.NullMarked;
