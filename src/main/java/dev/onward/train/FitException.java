package dev.onward.train;

/** The numbers of a training cannot be fitted; the message says in what way. */
final class FitException extends RuntimeException {

    FitException(String message) {
        super(message);
    }
}
