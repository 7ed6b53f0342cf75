/**
 * The command {@code annotate}: writes names, titles, units, ranges, examples and golden rows into the metadata of an
 * ONNX file, from the user's card and from data, without changing the graph. Depends on {@code dataset}, {@code table},
 * {@code runtime}, {@code model} and {@code csv}. Not on a servlet container's class path.
 */
@NullMarked
package dev.onward.annotate;

import org.jspecify.annotations.NullMarked;
