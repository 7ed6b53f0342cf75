/**
 * A table in, a prediction out: recognises by a file's graph what it takes and answers, reads the card it carries, verifies
 * its golden rows, asks it and closes what is native. Depends on {@code table}, {@code runtime} and {@code onnx}; knows
 * nothing of HTTP or files of data.
 */
@NullMarked
package dev.onward.model;

import org.jspecify.annotations.NullMarked;
