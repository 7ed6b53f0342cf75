package dev.onward.train;

/** Thrown if a fit has no unique solution or does not converge. */
final class FitException extends RuntimeException {

    FitException(String message) {
        super(message);
    }
}
