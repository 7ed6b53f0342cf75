/**
 * Computes the card's section {@code reference} from rows of data and the predictions for them: distributions,
 * calibration and the background of explanations. Depends on {@code explain}, {@code model}, {@code dataset} and {@code
 * table}.
 */
@NullMarked
package dev.onward.reference;

import org.jspecify.annotations.NullMarked;
