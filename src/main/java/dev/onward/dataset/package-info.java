/**
 * The files that the commands {@code train} and {@code annotate} read and write: a CSV file, its header and columns as
 * the user's card describes them, profiles of columns, the problems found in all of these, and the output file. Depends
 * on {@code table}, {@code runtime}, {@code model.card} and {@code csv}.
 */
@NullMarked
package dev.onward.dataset;

import org.jspecify.annotations.NullMarked;
