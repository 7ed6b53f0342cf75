/**
 * The command {@code train}: reads a CSV file, fits a classifier or a regressor chosen by cross-validation, and writes it
 * with its card as one ONNX file. The same command gives the same bytes on every JDK: sums run in one thread and a fixed
 * order, and exponentials and logarithms are {@link java.lang.StrictMath}'s. Depends on {@code dataset}, {@code table},
 * {@code csv}, {@code model} and {@code runtime}. Not on a servlet container's class path.
 */
@NullMarked
package dev.onward.train;

import org.jspecify.annotations.NullMarked;
