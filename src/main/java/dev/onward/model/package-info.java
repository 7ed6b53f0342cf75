/**
 * Runs a model: opens an ONNX file, recognises by its graph what it takes and answers, reads the card it carries, verifies
 * its golden rows, maps a table to a prediction and closes what is native. The only user of ONNX Runtime. Depends on {@code table}; knows nothing of HTTP or files of
 * data.
 */
@NullMarked
package dev.onward.model;

import org.jspecify.annotations.NullMarked;
