/**
 * Linear models: fits logistic, multinomial and ridge regression, chooses degree and penalty by cross-validation,
 * measures the predictions, and exports the fitted model as an ONNX graph. Depends on {@code train.data}, {@code
 * dataset}, {@code model.card} and {@code table}, and is the only user of EJML.
 */
@NullMarked
package dev.onward.train.estimator;

import org.jspecify.annotations.NullMarked;
