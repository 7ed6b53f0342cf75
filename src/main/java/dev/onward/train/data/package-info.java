/**
 * The data of a training: picks the columns of a CSV file, determines their types, reads the rows with every problem,
 * and encodes them as numbers. Depends on {@code dataset}, {@code csv}, {@code model.card} and {@code table}; knows no
 * model.
 */
@NullMarked
package dev.onward.train.data;

import org.jspecify.annotations.NullMarked;
