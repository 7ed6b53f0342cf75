package dev.onward.explain;

/** Thrown if a model's file has no usable background for explanations. The message gives the reason. */
public final class NoBackgroundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoBackgroundException(String reason) {
        super(reason);
    }

    static NoBackgroundException tooLarge() {
        return new NoBackgroundException("the reference data for explanations of trees needs more than "
                + (ExplanationMemory.MAX_BYTES >> 20) + " MB of memory");
    }
}
