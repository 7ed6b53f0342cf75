package dev.onward.train.estimator;

/** Thrown if a fit has no unique solution or does not converge. */
public final class FitException extends RuntimeException {

    FitException(String message) {
        super(message);
    }
}
