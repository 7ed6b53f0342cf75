/**
 * CSV files: as rows, as tables, and with their predictions as further columns or as JSON. The only user of FastCSV.
 * Values are handed to a {@link dev.onward.table.TableBuilder} as they were written, and only it decides if they fit.
 * May depend on {@code table}, {@code model} and {@code json}; knows nothing of HTTP.
 */
@NullMarked
package dev.onward.csv;

import org.jspecify.annotations.NullMarked;
