/**
 * The command {@code train}: reads a CSV file, fits a classifier or a regressor chosen by cross-validation, and writes
 * it with its card as one ONNX file. This package checks the input, completes the card and prints the report; {@code
 * train.data} reads the rows, and {@code train.estimator} fits and exports the model. The same command gives the same
 * bytes on every JDK: sums run in one thread and a fixed order, and exponentials and logarithms are {@link
 * java.lang.StrictMath}'s. Also depends on {@code dataset}, {@code reference}, {@code model}, {@code runtime} and
 * {@code table}. Not on a servlet container's class path.
 */
@NullMarked
package dev.onward.train;

import org.jspecify.annotations.NullMarked;
