/**
 * Makes a model: reads a CSV file, chooses and fits a classifier or a regression by cross-validation, and writes it with
 * its card as one ONNX file. The same command gives the same bytes on every JDK: sums run in one thread and a fixed
 * order, and exponentials and logarithms are {@link java.lang.StrictMath}'s. Depends on {@code table}, {@code format},
 * {@code model} and {@code runtime}.
 */
@NullMarked
package dev.onward.train;

import org.jspecify.annotations.NullMarked;
